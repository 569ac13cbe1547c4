import { Release } from '../../../../src/testing/gateway/release'
import { tokenRequests } from '../../../../src/testing/gateway/token-requests'
import { Tokens } from '../../../../src/testing/gateway/tokens'

const ask = { grant_type: 'client_credential', appid: 'wx1', secret: 's' }

const answerer = (tokens: Tokens) => {
  const [stable] = tokenRequests(new Release(600), tokens, 1)
  return (data: object) => stable?.usual({ data } as never)
}

const issuer = (tokens: Tokens) => {
  const answer = answerer(tokens)
  return (request: object = ask): { access_token: string; expires_in: number } =>
    (answer(request) as { wechat: { body: never } }).wechat.body
}

beforeEach(() => {
  jest.useFakeTimers({ now: 1_700_000_000_000 })
})

afterEach(() => {
  jest.useRealTimers()
})

it.each([[5], [''], [[5]], [['good', '']]])('does not take %j for tokens', (accepted) => {
  expect(() => new Tokens(accepted as never)).toThrow(TypeError)
})

describe('issuing', () => {
  it.each([
    [40002, { ...ask, grant_type: 'password' }],
    [41002, { ...ask, appid: '' }],
    [41002, { ...ask, appid: 1 }],
    [41004, { ...ask, secret: '' }],
    [41004, { grant_type: 'client_credential', appid: 'wx1' }],
    [40013, { ...ask, appid: 'gh1' }],
    [40125, { ...ask, secret: 'wrong one' }],
  ])('answers %d to %j', (errCode, request) => {
    expect(answerer(new Tokens(undefined))(request)).toMatchObject({ errCode })
  })

  it('gives the same token while it is valid, each account its own', () => {
    const tokens = new Tokens(undefined)
    const issue = issuer(tokens)
    const first = issue()
    expect(first.expires_in).toBe(7200)
    jest.setSystemTime(1_700_000_000_000 + 7_199_000)
    expect(issue()).toEqual({ access_token: first.access_token, expires_in: 1 })
    expect(issue({ ...ask, appid: 'wx2' }).access_token).not.toBe(first.access_token)
  })

  it('gives a new token once the old one ran out, which then counts as expired', () => {
    const tokens = new Tokens(undefined)
    const issue = issuer(tokens)
    const { access_token } = issue()
    expect(tokens.reject(access_token)).toBeUndefined()
    jest.setSystemTime(1_700_000_000_000 + 7_200_000)
    expect(tokens.reject(access_token)).toMatchObject({ errCode: 42001 })
    expect(issue().access_token).not.toBe(access_token)
    expect(tokens.reject(access_token)).toMatchObject({ errCode: 42001 })
  })

  it('ends the old token at once when a new one is forced', () => {
    const tokens = new Tokens(undefined)
    const issue = issuer(tokens)
    const { access_token } = issue()
    const forced = issue({ ...ask, force_refresh: true })
    expect(forced).toEqual({
      access_token: expect.not.stringMatching(access_token),
      expires_in: 7200,
    })
    expect(tokens.reject(access_token)).toMatchObject({ errCode: 40001 })
    expect(tokens.reject(forced.access_token)).toBeUndefined()
  })
})

describe('checking', () => {
  it.each([
    [undefined, 41001],
    ['', 41001],
    ['wrong-token', 40001],
    ['expired-token', 42001],
    ['any', undefined],
  ])('judges %j without a list: %j', (token, errCode) => {
    expect(new Tokens(undefined).reject(token)?.errCode).toBe(errCode)
  })

  it.each([
    ['one', ['one'], ['any', 'expired-token']],
    [['one', 'two'], ['one', 'two'], ['three']],
    [[], [], ['one']],
  ])('accepts only what is listed in %j', (list, good, bad) => {
    const tokens = new Tokens(list)
    for (const token of good) expect(tokens.reject(token)).toBeUndefined()
    for (const token of bad) expect(tokens.reject(token)).toMatchObject({ errCode: 40001 })
    expect(tokens.reject(issuer(tokens)().access_token)).toBeUndefined()
  })
})

it('takes no token for one while CloudRun adds it, but none that is wrong', () => {
  const tokens = new Tokens(['good'], true)
  expect(tokens.reject(undefined)).toBeUndefined()
  expect(tokens.reject('good')).toBeUndefined()
  expect(tokens.reject('another')).toMatchObject({ errCode: 40001 })
  expect(new Tokens(['good']).reject(undefined)).toMatchObject({ errCode: 41001 })
})
