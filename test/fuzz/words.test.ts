import fc from 'fast-check'
import { logLine } from '../../src/cloud-functions/log'
import { GrayReleasePlanException } from '../../src/core/result'
import { toError } from '../../src/sdk/to-error'

/** Text that means something to a terminal, a log or a pattern. */
const steering = fc.constantFrom(
  ...['\n', '\r\n', '\u2028', '\u0085', '\u0000', '\u001b[31m', '\u001b]0;x\u0007', '\u009b2J'],
  ...['\u202e', '"}', '\\', '[http://', '[https://[', ' | ', 'rid: ', 'rid:', '-', '\ud800'],
)
const words = fc
  .array(fc.oneof(steering, fc.string()), { maxLength: 12 })
  .map((all) => all.join(''))
const thrown = fc.record({ errCode: fc.oneof(fc.integer(), fc.string(), words), errMsg: words })

it('a log line is one line of printable ASCII, and JSON that forges nothing', () =>
  fc.assert(
    fc.property(thrown, fc.nat(), (value, attempts) => {
      const error = toError(value, attempts)
      const line = logLine({ ok: false, error }, attempts, 1.5)
      expect(line).toMatch(/^\{[\x20-\x7e]+\}$/)
      const { rid, ...logged } = JSON.parse(line)
      expect(logged).toEqual({
        api: 'operation.getGrayReleasePlan',
        outcome: 'error',
        kind: error.kind,
        errCode: error.errCode,
        attempts,
        milliseconds: 2,
      })
      if (rid !== undefined) expect(rid).toMatch(/^[0-9a-z-]+$/i)
    }),
  ))

it('words are kept as WeChat sent them, but for the address of the gateway', () =>
  fc.assert(
    fc.property(words, (errMsg) => {
      const kept = toError({ errCode: 7, errMsg }, 1).errMsg
      expect(kept).not.toMatch(/\[https?:\/\//)
      const hasAddress = /\[https?:\/\//.test(errMsg)
      if (!hasAddress && errMsg !== '') expect(kept).toBe(errMsg)
    }),
  ))

it('an exception has the words in its message, and no more of them than the error', () => {
  const error = toError({ errCode: 7, errMsg: 'a\u001b[31m\nb' }, 1)
  const exception = new GrayReleasePlanException(error)
  expect(exception.message).toBe(`unknown (7): a\u001b[31m\nb\n${error.hint.zh}\n${error.hint.en}`)
})
