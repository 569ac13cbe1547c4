import {
  createHandler,
  type Dependencies,
  type FunctionSdk,
} from '../../../src/cloud-functions/handler'

const CREDENTIALS = { TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key' }
const TRUSTED = { ...CREDENTIALS, TCB_SOURCE: 'wx_trigger' }

function setUp(given: Partial<Dependencies<FunctionSdk>> = {}) {
  const init = jest.fn()
  const sdk = { DYNAMIC_CURRENT_ENV: Symbol.for('CURRENT_ENV'), init, getWXContext: () => ({}) }
  const loadSdk = jest.fn((): FunctionSdk => ({ ...sdk, openapi: {} }))
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const dependencies = { loadSdk, env: () => TRUSTED, nodeVersion: '20.19.5', log, ...given }
  const answer = jest.fn(async ({ timeoutMs, setting, trusted, warn }) => {
    const word = setting('WORD')
    if (word === 'wrong') warn('WORD', 'must be right')
    return { timeoutMs, trusted, word }
  })
  return { main: createHandler(dependencies, answer), answer, init, loadSdk, lines }
}

const ANSWER = { timeoutMs: 2500, trusted: true, word: '' }
const failure = (errMsg: string) => ({
  ok: false,
  error: { kind: 'environment', attempts: 0, errMsg: expect.stringContaining(errMsg) },
})

it('initialises the SDK once, whatever the event is', async () => {
  const { main, init, loadSdk } = setUp()
  expect(loadSdk).toHaveBeenCalledTimes(1)
  for (const event of [undefined, null, { appid: 'wx1' }, 'x']) {
    expect(await main(event, {})).toEqual(ANSWER)
  }
  expect(init.mock.calls).toEqual([[{ env: Symbol.for('CURRENT_ENV') }]])
})

it.each([
  [{ time_limit_in_ms: 3000 }, 2500],
  [{ time_limit_in_ms: 1000 }, 500],
  [{ time_limit_in_ms: 10_500 }, 10_000],
  [{ time_limit_in_ms: 900_000 }, 10_000],
  [{ time_limit_in_ms: 999 }, 2500],
  [{ time_limit_in_ms: 900_001 }, 2500],
  [{ time_limit_in_ms: '5000' }, 2500],
  [{ time_limit_in_ms: Number.NaN }, 2500],
  [null, 2500],
  [undefined, 2500],
  ['context', 2500],
])('the deadline for context %j is %d ms', async (context, timeoutMs) =>
  expect(await setUp().main({}, context)).toEqual({ ...ANSWER, timeoutMs }),
)

it.each([' 12 ', 12 as never])('reads a variable %j without the spaces around it', async (WORD) => {
  const { main } = setUp({ env: () => ({ ...TRUSTED, WORD }) })
  expect(await main()).toMatchObject({ word: '12' })
})

it('reports an invalid variable once per instance', async () => {
  const { main, lines } = setUp({ env: () => ({ ...TRUSTED, WORD: 'wrong' }) })
  for (let call = 0; call < 2; call += 1) {
    await main()
    expect(lines).toEqual(['{"warning":"WORD","problem":"must be right"}'])
  }
})

it('loses no answer to a log that is broken', async () => {
  const log = () => {
    throw new Error('EPIPE')
  }
  const { main } = setUp({ log, env: () => ({ ...TRUSTED, WORD: 'wrong' }) })
  expect(await main()).toMatchObject({ word: 'wrong' })
})

describe('the checks, in their order', () => {
  it.each(['8.9.4', '10.8.0', '6.0.0', ''])(
    'refuses Node.js %j without loading the SDK',
    async (nodeVersion) => {
      const { main, loadSdk } = setUp({ nodeVersion, env: () => ({}) })
      expect(await main()).toMatchObject(failure('10.9 or later'))
      expect(loadSdk).not.toHaveBeenCalled()
    },
  )

  it.each(['10.9.0', '10.15.3', '16.13.0', '26.10.0'])('runs on Node.js %s', async (nodeVersion) =>
    expect(await setUp({ nodeVersion }).main()).toEqual(ANSWER),
  )

  it('refuses the caller before it looks for credentials', async () => {
    const { main, answer, lines } = setUp({ env: () => ({ TCB_SOURCE: 'wx_client' }) })
    expect(await main()).toMatchObject({ ok: false, error: { kind: 'forbidden', attempts: 0 } })
    expect([answer.mock.calls, lines]).toEqual([[], []])
  })

  it('takes a listed user, who is not trusted', async () => {
    const caller = { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: 'oA' }
    const env = () => ({ ...CREDENTIALS, ...caller, GRAY_RELEASE_ALLOWED_OPENIDS: ' oA ,oB' })
    expect(await setUp({ env }).main()).toMatchObject({ trusted: false })
  })

  it('reads the variables of each call', async () => {
    const env: { [name: string]: string } = { ...TRUSTED }
    const { main } = setUp({ env: () => env })
    expect(await main()).toEqual(ANSWER)
    env['TCB_SOURCE'] = 'wx_client'
    expect(await main()).toMatchObject({ error: { kind: 'forbidden' } })
  })

  it.each([
    [{}, 'TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY not set'],
    [{ TENCENTCLOUD_SECRETID: 'id' }, 'TENCENTCLOUD_SECRETKEY not set'],
    [{ TENCENTCLOUD_SECRETKEY: 'key' }, 'TENCENTCLOUD_SECRETID not set'],
  ])('names missing credentials: %j', async (env, errMsg) => {
    const { main, answer } = setUp({ env: () => ({ TCB_SOURCE: 'scf', ...env }) })
    expect(await main()).toMatchObject(failure(errMsg))
    expect(answer).not.toHaveBeenCalled()
  })

  it('tells an SDK that cannot be loaded, and tries again', async () => {
    const thrown = new Error('Unexpected token')
    const fail = () => {
      throw thrown
    }
    const { loadSdk } = setUp()
    const load = jest.fn(loadSdk).mockImplementationOnce(fail).mockImplementationOnce(fail)
    const { main } = setUp({ loadSdk: load })
    const failed = await main()
    expect(failed).toMatchObject(failure("wx-server-sdk can't work here: Unexpected token"))
    expect(failed).toHaveProperty('error.cause', thrown)
    expect(await main()).toEqual(ANSWER)
  })
})
