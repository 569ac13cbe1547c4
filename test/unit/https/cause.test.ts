import { stableAccessToken } from '../../../src/https'
import { errorOf } from './support'

/** A fetch that fails as the global one does, with the token in every word. */
const failing = () => {
  const reason = Object.assign(new Error('no way to planted-token'), { code: 'ECONNREFUSED' })
  return Promise.reject(new TypeError('fetch of planted-token failed', { cause: reason }))
}
const passed = { name: 'TypeError', cause: { name: 'Error', code: 'ECONNREFUSED' } }
const accessToken = () => 'planted-token'

describe('of what fetch throws, names and codes are kept', () => {
  it.each([
    ['a fixed token', { accessToken: 'planted-token' }],
    ['a token function', { accessToken }],
  ])('with %s', async (_name, credential) => {
    const error = await errorOf(credential, { fetch: failing, retries: 0 })
    expect(error).toMatchObject({ kind: 'network', attempts: 1 })
    expect(error.errMsg).toBe('the connection failed: ECONNREFUSED')
    expect(error.cause).toStrictEqual(passed)
    expect(Object.keys(error)).not.toContain('cause')
  })

  it('with stableAccessToken, though no query was sent', async () => {
    const account = { appid: 'wx1', secret: 'planted-secret', fetch: failing }
    const error = await errorOf({ accessToken: stableAccessToken(account) }, { retries: 0 })
    expect(error).toMatchObject({ kind: 'network', attempts: 0 })
    expect(error.cause).toStrictEqual(passed)
  })
})

describe('of the reason of an abort too', () => {
  it.each([
    [new Error('enough of planted-token'), { name: 'Error' }],
    [new DOMException('enough', 'AbortError'), { name: 'AbortError', code: 20 }],
    ['enough of planted-token', undefined],
    [undefined, { name: 'AbortError', code: 20 }],
  ])('%p', async (reason, cause) => {
    const before = await errorOf({ accessToken }, { signal: AbortSignal.abort(reason) })
    const controller = new AbortController()
    const fetch = (): Promise<never> => {
      controller.abort(reason)
      return new Promise(() => undefined)
    }
    const within = await errorOf({ accessToken }, { fetch, signal: controller.signal })
    expect([before.attempts, within.attempts]).toEqual([0, 1])
    for (const error of [before, within]) {
      expect(error.kind).toBe('aborted')
      expect(error.cause).toEqual(cause)
      expect('cause' in error).toBe(cause !== undefined)
    }
  })
})

it('and of what an option threw', async () => {
  const options = {
    get timeoutMs(): never {
      throw new RangeError('unseen')
    },
  }
  const error = await errorOf({ accessToken }, options)
  expect(error).toMatchObject({ kind: 'environment', attempts: 0 })
  expect(error.cause).toStrictEqual({ name: 'RangeError' })
})

it('a malformed credential is refused before anything else is looked at', async () => {
  expect(await errorOf({}, { fetch: 'no' })).toMatchObject({ kind: 'credential', attempts: 0 })
})
