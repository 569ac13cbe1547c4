import { readCredential } from '../../../src/https/credential'
import { errorOf, noFetch } from './support'

const options = { fetch: noFetch }
const refused = { kind: 'credential', errCode: 0, attempts: 0, retryable: false }

const ONE_OF = 'credential must be { accessToken }, { cloudbaseAccessToken } or { cloudRun }'

describe('a malformed credential', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'planted'],
    ['a number', 5],
    ['an empty object', {}],
    ['an array', []],
    ['an undefined token', { accessToken: undefined }],
    ['a null token', { accessToken: null }],
    ['an empty token', { accessToken: '' }],
    ['a blank token', { accessToken: ' \n' }],
    ['a token that is a number', { accessToken: 5 }],
    ['a token that is an object', { accessToken: {} }],
    ['a token that is a promise', { accessToken: Promise.resolve('planted') }],
    ['half a character', { accessToken: 'planted\ud800' }],
    ['two tokens', { accessToken: 'planted', cloudbaseAccessToken: 'planted' }],
    ['a token and a function', { accessToken: 'planted', cloudbaseAccessToken: () => 'planted' }],
  ])('%s is refused', async (_name, credential) => {
    const error = await errorOf(credential, options)
    expect(error).toMatchObject(refused)
    expect('cause' in error).toBe(false)
    expect(error.errMsg).not.toContain('planted')
  })
})

const UNSET = 'is the variable set that it comes from?'

it.each([
  [{}, ONE_OF],
  [{ accessToken: '' }, `credential.accessToken must be a token, not "": ${UNSET}`],
  [{ cloudbaseAccessToken: () => '' }, `the token function must return a token, not "": ${UNSET}`],
  [{ accessToken: ' ' }, `credential.accessToken must be a token, not "": ${UNSET}`],
  [{ accessToken: () => 5 }, 'the token function must return a token: a well-formed string'],
  // As of String(process.env['…']).
  [
    { cloudbaseAccessToken: 'undefined' },
    `credential.cloudbaseAccessToken must be a token, not "undefined": ${UNSET}`,
  ],
  [
    { accessToken: async () => ' null\n' },
    `the token function must return a token, not "null": ${UNSET}`,
  ],
  [{ accessToken: undefined }, `credential.accessToken is undefined: ${UNSET}`],
  [{ cloudbaseAccessToken: undefined }, `credential.cloudbaseAccessToken is undefined: ${UNSET}`],
  [{ accessToken: null }, ONE_OF],
  [{ accessToken: 'planted-token', cloudbaseAccessToken: 'planted-token' }, ONE_OF],
])('of %j it is said what it must be', async (credential, errMsg) => {
  expect(await errorOf(credential, options)).toMatchObject({ ...refused, errMsg })
})

it('null stands for a token that is not given', async () => {
  const given = { accessToken: null, cloudbaseAccessToken: 'planted' } as never
  const { value } = readCredential(given, new Set())
  expect(await value?.({ refresh: false })).toEqual({
    value: { query: 'cloudbase_access_token=planted' },
  })
})

it.each(['accessToken', 'cloudbaseAccessToken'])(
  'a getter %s that throws is an argument that can not be read',
  async (name) => {
    const credential = Object.defineProperty({}, name, {
      get: () => {
        throw new Error('planted')
      },
    })
    const error = await errorOf(credential, options)
    expect(error).toMatchObject({ kind: 'environment', attempts: 0, retryable: false })
    expect(error.errMsg).toBe('an argument could not be read: a getter or a proxy threw')
    expect(error.cause).toEqual({ name: 'Error' })
  },
)

it('each token that it gives is kept out of errors, without the blanks around it', async () => {
  const secrets = new Set<string>()
  readCredential({ accessToken: ' fixed-token\n' }, secrets)
  let asked = 0
  const accessToken = (): string => {
    asked += 1
    return `token-${asked}`
  }
  const { value } = readCredential({ accessToken }, secrets)
  for (let times = 0; times < 2; times += 1) await value?.({ refresh: false })
  expect([...secrets]).toEqual(['fixed-token', 'token-1', 'token-2'])
})

describe('a token function', () => {
  it.each<[string, () => unknown]>([
    ['gives nothing', () => undefined],
    ['gives no text', () => 5],
    ['gives empty text', async () => ''],
    ['gives blanks', () => '  '],
    ['gives half a character', () => 'planted\udc00'],
    ['rejects', () => Promise.reject(new Error('planted'))],
    ['rejects with nothing', () => Promise.reject()],
    [
      'throws',
      () => {
        throw new Error('planted')
      },
    ],
    [
      'gives a promise that throws',
      () => ({
        get then(): never {
          throw new Error('planted')
        },
      }),
    ],
  ])('that %s is `credential`', async (_name, accessToken) => {
    const give = jest.fn(accessToken)
    const error = await errorOf({ accessToken: give }, options)
    expect(error).toMatchObject(refused)
    expect('cause' in error).toBe(false)
    expect(error.errMsg).not.toContain('planted')
    expect(give).toHaveBeenCalledTimes(1)
  })

  it('may read it from a file that ends with the end of a line', async () => {
    const sent: string[] = []
    const fetch = async (url: string) => {
      sent.push(url)
      return new Response('{"errcode":48001,"errmsg":"not for planted-token"}')
    }
    for (const accessToken of ['planted-token\n', () => 'planted-token\r\n']) {
      expect(await errorOf({ accessToken }, { fetch })).toMatchObject({ errMsg: 'not for ***' })
    }
    expect(sent).toEqual([
      'https://api.weixin.qq.com/wxa/getgrayreleaseplan?access_token=planted-token',
      'https://api.weixin.qq.com/wxa/getgrayreleaseplan?access_token=planted-token',
    ])
  })

  it('may be a method', async () => {
    class Vault {
      readonly token = '\ta b\n'
      cloudbaseAccessToken() {
        return this.token
      }
    }
    const { value } = readCredential(new Vault(), new Set())
    expect(await value?.({ refresh: false })).toMatchObject({
      value: { query: 'cloudbase_access_token=a%20b' },
    })
  })
})
