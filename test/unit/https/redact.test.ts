import { inspect } from 'node:util'
import { createError } from '../../../src/core/error'
import { redactError, redactedCopy } from '../../../src/https/redact'
import { Secrets } from '../../../src/https/secrets'

const secrets = new Secrets()
secrets.add('k3y')
const copy = (value: unknown): unknown => redactedCopy(value, secrets)

describe('redactError()', () => {
  it('cleans words, request id and cause, and keeps the rest', () => {
    const error = createError('network', {
      errCode: 7,
      errMsg: 'no k3y rid: k3y',
      attempts: 2,
      retryable: false,
      hint: { zh: '做', en: 'do it' },
      cause: { value: { url: '?t=k3y' } },
    })
    const clean = redactError(error, secrets)
    const { kind, retryable, hint } = error
    const rest = { kind, errCode: 7, retryable, hint, attempts: 2 }
    expect(clean).toEqual({ ...rest, errMsg: 'no *** rid: ***' })
    expect(clean.cause).toEqual({ url: '?t=***' })
    expect(Object.keys(clean)).not.toContain('cause')
  })

  it('keeps issues', () => {
    const issues = [{ path: 'grayReleasePlan', message: 'expected it' }]
    const error = createError('invalid_response', { errMsg: 'no', attempts: 1, issues })
    expect(redactError(error, secrets)).toEqual(error)
  })

  it('gives no cause where there was none, or where it is not wanted', () => {
    const error = createError('system', { errMsg: 'no', attempts: 1 })
    expect('cause' in redactError(error, secrets)).toBe(false)
    const caused = createError('system', { errMsg: 'no', attempts: 1, cause: { value: 1 } })
    expect('cause' in redactError(caused, secrets, true)).toBe(false)
  })
})

describe('redactedCopy()', () => {
  it.each([undefined, null, true, 4, 4n])('keeps %p', (value) => expect(copy(value)).toBe(value))

  it.each([
    ['text', 'my k3y', 'my ***'],
    ['a function', () => 'k3y', '[function]'],
    ['a symbol', Symbol('k3y'), '[symbol]'],
    ['bytes', Buffer.from('k3y'), '[object]'],
    ['an array', ['k3y', [1, 'k3y']], ['***', [1, '***']]],
    ['fields by the name of a secret', { k3y: { deep: 'k3y' } }, { '***': { deep: '***' } }],
    ['a field called __proto__', JSON.parse('{"__proto__":{"a":"k3y"}}'), undefined],
  ])('makes plain data of %s', (_name, value, expected) => {
    const copied = copy(value)
    if (expected) expect(copied).toEqual(expected)
    else expect(JSON.stringify(copied)).toBe('{"__proto__":{"a":"***"}}')
    expect(inspect(copied, { depth: 9 })).not.toContain('k3y')
  })

  it('makes an Error of an error, without its frames', () => {
    const cause = Object.assign(new Error('at k3y'), { code: 'ECONNRESET', port: 80 })
    const error = copy(new TypeError('no k3y', { cause })) as Error
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe('TypeError')
    expect(error.message).toBe('no ***')
    expect(error.stack).toBe('TypeError: no ***')
    expect(error.cause).toMatchObject({ message: 'at ***', code: 'ECONNRESET', port: 80 })
  })

  it('keeps what an AggregateError gathered', () => {
    const error = copy(new AggregateError([new Error('k3y 1'), 'k3y 2'], 'all')) as AggregateError
    expect(error.errors).toEqual([new Error('*** 1'), '*** 2'])
  })

  it('calls an error without a proper name Error', () => {
    expect(copy({ message: 'm', name: 5 })).toMatchObject({ name: 'Error', message: 'm' })
  })

  it('ends with rings, depth, width and length', () => {
    const ring: { [key: string]: unknown } = { text: 'k3y' }
    ring['ring'] = ring
    expect(inspect(copy(ring), { depth: 99 }).match(/\*\*\*/g)).toHaveLength(6)
    expect(Object.keys(copy(Array(1000).fill('k3y')) as object)).toHaveLength(199)
    expect(copy('x'.repeat(20_000))).toHaveLength(10_000)
  })

  it('survives getters and proxies', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const throwing = {
      get message(): string {
        throw new Error('k3y')
      },
      other: 'k3y',
    }
    expect(copy({ proxy, throwing })).toEqual({ proxy: {}, throwing: { other: '***' } })
  })
})
