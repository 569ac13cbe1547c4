import { createPlanMain } from '../../../../src/cloud-functions/get-gray-release-plan/main'

const reply = {
  grayReleasePlan: { status: 1, createTimestamp: 1517553721, grayPercentage: 8 },
  errCode: 0,
}
const plan = { status: 'running', statusCode: 1, createTimestamp: 1517553721, grayPercentage: 8 }

function setUp(env: { [name: string]: string } = {}) {
  const api = jest.fn(async (_data: object): Promise<object> => reply)
  const openapi = { operation: { getGrayReleasePlan: api } }
  const lines: { milliseconds?: number }[] = []
  const sdk = { DYNAMIC_CURRENT_ENV: '', init: () => undefined, getWXContext: () => ({}), openapi }
  const set = { TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TCB_SOURCE: 'scf' }
  const main = createPlanMain({
    loadSdk: () => sdk,
    env: () => ({ ...set, ...env }),
    nodeVersion: '20.19.5',
    log: (line) => lines.push(JSON.parse(line)),
  })
  return { main, api, lines, openapi }
}

it('answers with the plan, keeps it, and logs only calls that ask WeChat', async () => {
  const { main, api, lines } = setUp()
  expect(await main({ appid: 'wx1' })).toEqual({ ok: true, plan })
  expect(await main()).toEqual({ ok: true, plan })
  expect(api.mock.calls).toEqual([[{}]])
  expect(lines).toMatchObject([{ outcome: 'ok', attempts: 1 }])
})

it('logs an error with the calls that it took', async () => {
  const { main, api, lines } = setUp()
  api.mockRejectedValueOnce({ errCode: -1, errMsg: 'system error' })
  api.mockRejectedValue({ errCode: -604101, errMsg: 'system error' })
  jest.spyOn(Math, 'random').mockReturnValueOnce(0)
  const error = { kind: 'permission', errCode: -604101, attempts: 2 }
  expect(await main()).toMatchObject({ ok: false, error })
  expect(lines).toMatchObject([{ outcome: 'error', ...error }])
  expect(lines[0]?.milliseconds).toBeLessThan(5000)
})

it('caches for the time that is set, within the deadline of the context', async () => {
  const { main, api, lines } = setUp({ GRAY_RELEASE_CACHE_SECONDS: '0' })
  await main()
  api.mockReturnValue(new Promise(() => undefined))
  const timeout = { kind: 'timeout', errMsg: 'no answer within 500 ms' }
  expect(await main({}, { time_limit_in_ms: 1000 })).toMatchObject({ error: timeout })
  expect(lines).toHaveLength(2)
})

it('tells an SDK without the API', async () => {
  const { main, openapi } = setUp()
  openapi.operation = {} as never
  expect(await main()).toMatchObject({ ok: false, error: { kind: 'environment', attempts: 0 } })
})
