import { checkCredential } from '../../src/https/credential'
import { Secrets } from '../../src/https/secrets'
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

describe('a token function', () => {
  it.each<[string, () => unknown]>([
    ['gives nothing', () => undefined],
    ['gives no text', () => 5],
    ['gives empty text', async () => ''],
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

  it('may be a method', async () => {
    class Vault {
      readonly token = 'a b'
      cloudbaseAccessToken() {
        return this.token
      }
    }
    const { value } = checkCredential(new Vault(), new Secrets())
    expect(value?.parameter).toBe('cloudbase_access_token')
    expect(await value?.ask({ refresh: false }, 0)).toEqual({ encoded: 'a%20b' })
  })
})
