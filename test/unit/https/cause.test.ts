import { stableAccessToken } from '../../../src/https'
import { errorOf } from './support'

const failing = () => Promise.reject(new Error('connection of planted failed'))
const accessToken = () => 'planted'

it('a query that failed keeps a redacted copy of what was thrown, with a token function too', async () => {
  for (const credential of [{ accessToken }, { accessToken: 'planted' }]) {
    const error = await errorOf(credential, { fetch: failing, retries: 0 })
    expect(error).toMatchObject({ kind: 'network', attempts: 1 })
    expect(error.cause).toEqual(new Error('connection of *** failed'))
  }
})

describe('with a token function, whose next token this call has not seen', () => {
  it('the reason of an abort is left out, with a query under way too', async () => {
    const controller = new AbortController()
    const fetch = (): Promise<never> => {
      controller.abort(new Error('unseen'))
      return new Promise(() => undefined)
    }
    const error = await errorOf({ accessToken }, { fetch, signal: controller.signal })
    expect(error).toMatchObject({ kind: 'aborted', attempts: 1 })
    expect('cause' in error).toBe(false)
  })

  it('so is what an option threw, before any query', async () => {
    const options = {
      get timeoutMs(): never {
        throw new Error('unseen')
      },
    }
    const error = await errorOf({ accessToken }, options)
    expect(error).toMatchObject({ kind: 'environment', attempts: 0 })
    expect('cause' in error).toBe(false)
  })
})

it('a failure of stableAccessToken keeps its redacted cause, though no query was sent', async () => {
  const secret = 'planted-secret'
  const failing = () => Promise.reject(new Error(`no ${secret}`))
  const accessToken = stableAccessToken({ appid: 'wx1', secret, fetch: failing })
  const error = await errorOf({ accessToken }, { retries: 0 })
  expect(error).toMatchObject({ kind: 'network', attempts: 0 })
  expect(error.cause).toEqual(new Error('no ***'))
})

it('with a fixed token, the reason of an abort is kept, redacted', async () => {
  const signal = AbortSignal.abort(new Error('why planted'))
  const error = await errorOf({ accessToken: 'planted' }, { signal })
  expect(error).toMatchObject({ kind: 'aborted', attempts: 0 })
  expect(error.cause).toEqual(new Error('why ***'))
})

it('a malformed credential is refused before anything else is looked at', async () => {
  expect(await errorOf({}, { fetch: failing })).toMatchObject({ kind: 'credential', attempts: 0 })
})
