import { StableAccessTokenException, stableAccessToken } from '../../../src/https'
import { answering, errorOf, noFetch } from './support'

/** A function that gets this instead of a token. */
const failing = (reply: object) => {
  const fetch = answering(reply)
  return stableAccessToken({ appid: 'wx01', secret: '0123456789abcdef', fetch })
}
const NOT_LISTED = { errcode: 40164, errmsg: 'invalid ip' }

it('is known by every copy of this package that is loaded', async () => {
  const accessToken = failing(NOT_LISTED)
  await jest.isolateModulesAsync(async () => {
    const copy: typeof import('../../../src/https') = await import('../../../src/https')
    expect(copy.StableAccessTokenException).not.toBe(StableAccessTokenException)
    const result = await copy.getGrayReleasePlanOverHttps({ accessToken })
    expect(result).toMatchObject({ ok: false, error: { kind: 'environment', errCode: 40164 } })
  })
})

it('keeps its issues in the result of a call, if it has some', async () => {
  const issues = [{ path: 'access_token', message: 'expected a token' }]
  const invalid = await errorOf({ accessToken: failing({ expires_in: 7200 }) })
  expect(invalid).toMatchObject({ kind: 'invalid_response', issues })
  expect(await errorOf({ accessToken: failing(NOT_LISTED) })).not.toHaveProperty('issues')
})

it('becomes the error that it was, though it was changed since', async () => {
  const give = failing(NOT_LISTED)
  const accessToken = () =>
    give().catch((thrown: StableAccessTokenException) => {
      thrown.error.errMsg = 'planted'
      throw thrown
    })
  expect(await errorOf({ accessToken })).toMatchObject({ errMsg: 'invalid ip', attempts: 0 })
})

it('is not what only has its mark', async () => {
  const symbol = Symbol.for('wx-gray-release-plan.StableAccessTokenException')
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  for (const mark of [{ kind: 'invalid_response' }, { errMsg: 5 }, null, proxy]) {
    const accessToken = () => Promise.reject({ [symbol]: mark })
    const error = await errorOf({ accessToken }, { fetch: noFetch })
    expect(error).toMatchObject({ kind: 'credential', attempts: 0 })
  }
})
