import fc from 'fast-check'
import { callerOf, rejectionOf } from '../../src/cloud-functions/caller'

const mayCall = (openid: string, list: string): boolean => {
  const env = { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: openid }
  return rejectionOf(callerOf({ SOURCE: 'wx_client', ENV: 'production' }, env), list) === undefined
}

/** Text with what lists, patterns, numbers and shells are written with. */
const tricky = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'*?.+^$[](){}|\\/;:"\'`&%#@!~<>= \t'.split('')),
      fc.constantFrom('o', 'oA', '0', '7', '00', '1e3', '0x10', 'NaN', 'true', 'null', '\n'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

it('no pattern, number or separator but the comma lets an OPENID in that is not listed', () =>
  fc.assert(
    fc.property(tricky, tricky, (list, openid) => {
      const entry = list.trim()
      fc.pre(entry !== '*' && entry !== openid.trim())
      expect(mayCall(openid, list)).toBe(false)
    }),
    { numRuns: 1000 },
  ))

it('an OPENID that is listed is let in, wherever it stands in the list', () =>
  fc.assert(
    fc.property(tricky, fc.array(tricky), fc.nat(), (openid, others, at) => {
      fc.pre(openid.trim() !== '')
      const list = [...others]
      list.splice(at % (others.length + 1), 0, ` ${openid} `)
      expect(mayCall(openid, list.join())).toBe(true)
    }),
  ))
