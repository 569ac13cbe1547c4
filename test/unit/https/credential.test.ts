import { checkCredential } from '../../../src/https/credential'
import { Secrets } from '../../../src/https/secrets'
import { errorOf, noFetch } from './support'

const options = { fetch: noFetch }
const refused = { kind: 'credential', errCode: 0, attempts: 0, retryable: false }
const throwing = {
  get accessToken(): never {
    throw new Error('planted')
  },
}

describe('a malformed credential', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'planted'],
    ['a number', 5],
    ['an empty object', {}],
    ['an array', []],
    ['a getter that throws', throwing],
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

it.each([
  [{}, 'credential must be { accessToken } or { cloudbaseAccessToken }'],
  [
    { accessToken: '' },
    'credential.accessToken must be a token: well-formed text that is not blank',
  ],
  [
    { cloudbaseAccessToken: () => '' },
    'the token function must give a token: well-formed text that is not blank',
  ],
])('of %j it is said what it must be', async (credential, errMsg) => {
  expect(await errorOf(credential, options)).toMatchObject({ ...refused, errMsg })
})

it('null stands for a token that is not given', () => {
  const { value } = checkCredential(
    { accessToken: null, cloudbaseAccessToken: 'planted' },
    new Secrets(),
  )
  expect(value?.parameter).toBe('cloudbase_access_token')
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
      return new Response('{"errcode":48001,"errmsg":"not for planted"}')
    }
    for (const accessToken of ['planted\n', () => 'planted\r\n']) {
      expect(await errorOf({ accessToken }, { fetch })).toMatchObject({ errMsg: 'not for ***' })
    }
    expect(sent).toEqual([
      'https://api.weixin.qq.com/wxa/getgrayreleaseplan?access_token=planted',
      'https://api.weixin.qq.com/wxa/getgrayreleaseplan?access_token=planted',
    ])
  })

  it('may be a method', async () => {
    class Vault {
      readonly token = '\ta b\n'
      cloudbaseAccessToken() {
        return this.token
      }
    }
    const { value } = checkCredential(new Vault(), new Secrets())
    expect(value?.parameter).toBe('cloudbase_access_token')
    expect(await value?.ask({ refresh: false }, 0)).toMatchObject({ encoded: 'a%20b' })
  })
})
