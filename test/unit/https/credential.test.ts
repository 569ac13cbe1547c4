import { readCredential } from '../../../src/https/credential'
import { answering, errorOf, noFetch } from './support'

const options = { fetch: noFetch }
const rejected = { kind: 'credential', errCode: 0, attempts: 0, retryable: false }
const hint = { refresh: false }

const ONE_OF = 'credential must be { accessToken }, { cloudbaseAccessToken } or { cloudRun }'
const WELL_FORMED = 'credential.accessToken must be a token: a well-formed string'
const UNSET = 'is the variable set that it comes from?'

it.each<[unknown, string]>([
  ...[undefined, null, 'planted', 5, {}, [], { accessToken: null }].map(
    (credential): [unknown, string] => [credential, ONE_OF],
  ),
  [{ accessToken: 'planted', cloudbaseAccessToken: 'planted' }, ONE_OF],
  [{ accessToken: 'planted', cloudbaseAccessToken: () => 'planted' }, ONE_OF],
  [{ accessToken: 'planted', cloudRun: true }, ONE_OF],
  [{ accessToken: undefined }, `credential.accessToken is undefined: ${UNSET}`],
  [{ cloudbaseAccessToken: undefined }, `credential.cloudbaseAccessToken is undefined: ${UNSET}`],
  [{ accessToken: 5 }, WELL_FORMED],
  [{ accessToken: {} }, WELL_FORMED],
  [{ accessToken: Promise.resolve('planted') }, WELL_FORMED],
  [{ accessToken: 'planted\ud800' }, WELL_FORMED],
  [{ accessToken: '' }, `credential.accessToken must be a token, not "": ${UNSET}`],
  [{ accessToken: ' \n' }, `credential.accessToken must be a token, not "": ${UNSET}`],
  // As of String(process.env['…']).
  [
    { cloudbaseAccessToken: 'undefined' },
    `credential.cloudbaseAccessToken must be a token, not "undefined": ${UNSET}`,
  ],
])('%j is no credential, whatever the options are', async (credential, errMsg) => {
  for (const given of [options, { fetch: 'no' }]) {
    const error = await errorOf(credential, given)
    expect(error).toMatchObject({ ...rejected, errMsg })
    // A fresh token helps nobody who passed something else.
    expect(error.hint.en.startsWith('Misconfigured')).toBe(errMsg === ONE_OF)
    expect('cause' in error).toBe(false)
  }
})

const fail = (): never => {
  throw new Error('planted')
}

it.each<[string, () => unknown, string]>([
  ['gives nothing', () => undefined, 'must return a token: a well-formed string'],
  ['gives a number', () => 5, 'must return a token: a well-formed string'],
  ['gives half a character', () => 'planted\udc00', 'must return a token: a well-formed string'],
  ['gives an empty string', async () => '', `must return a token, not "": ${UNSET}`],
  ['gives spaces', () => '  ', `must return a token, not "": ${UNSET}`],
  ['gives null as text', async () => ' null\n', `must return a token, not "null": ${UNSET}`],
  ['rejects', () => Promise.reject(new Error('planted')), 'threw (Error)'],
  ['rejects with nothing', () => Promise.reject(), 'threw'],
  ['throws', fail, 'threw (Error)'],
  [
    'gives a promise that throws',
    () => Object.defineProperty({}, 'then', { get: fail }),
    'threw (Error)',
  ],
])('a token function that %s is `credential`', async (_name, accessToken, problem) => {
  const give = jest.fn(accessToken)
  const error = await errorOf({ accessToken: give }, options)
  expect(error).toMatchObject({ ...rejected, errMsg: `the token function ${problem}` })
  expect('cause' in error).toBe(false)
  expect(give).toHaveBeenCalledTimes(1)
})

it.each(['accessToken', 'cloudbaseAccessToken'])(
  'a getter %s that throws is an argument that can not be read',
  async (name) => {
    const error = await errorOf(Object.defineProperty({}, name, { get: fail }), options)
    expect(error).toMatchObject({ kind: 'environment', attempts: 0, retryable: false })
    expect(error.errMsg).toBe('an argument could not be read: a getter or a proxy threw')
    expect(error.cause).toEqual({ name: 'Error' })
  },
)

it('null stands for a token that is not given', async () => {
  const given = { accessToken: null, cloudbaseAccessToken: 'planted' } as never
  const { value } = readCredential(given, new Set())
  expect(await value?.(hint)).toEqual({ value: { query: 'cloudbase_access_token=planted' } })
})

it('a token function may be a method', async () => {
  class Vault {
    readonly token = '\ta b\n'
    cloudbaseAccessToken() {
      return this.token
    }
  }
  const { value } = readCredential(new Vault(), new Set())
  expect(await value?.(hint)).toMatchObject({ value: { query: 'cloudbase_access_token=a%20b' } })
})

it.each(['planted-token\n', () => ' planted-token\r\n'])(
  'a token is sent, and hidden in what WeChat says, without the spaces around it',
  async (accessToken) => {
    const reply = { errcode: 48001, errmsg: 'not for planted-token' }
    const fetch = jest.fn((_url: string) => answering(reply)())
    expect(await errorOf({ accessToken }, { fetch })).toMatchObject({ errMsg: 'not for ***' })
    expect(fetch.mock.calls[0]?.[0]).toMatch(/\?access_token=planted-token$/)
  },
)

it('of a token that a function gave again, the hint names other programs', async () => {
  const fetch = answering({ errcode: 40001, errmsg: 'invalid credential' })
  const { hint } = await errorOf({ accessToken: () => 'planted-token' }, { fetch })
  expect(hint.en).toMatch(/every other program with the same AppSecret/)
})

it('each token that it gives is a secret', async () => {
  const secrets = new Set<string>()
  readCredential({ accessToken: ' fixed-token\n' }, secrets)
  let asked = 0
  const accessToken = (): string => {
    asked += 1
    return `token-${asked}`
  }
  const { value } = readCredential({ accessToken }, secrets)
  for (let times = 0; times < 2; times += 1) await value?.(hint)
  expect([...secrets]).toEqual(['fixed-token', 'token-1', 'token-2'])
})
