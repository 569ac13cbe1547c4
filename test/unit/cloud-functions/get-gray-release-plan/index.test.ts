import { type Gateway, startGateway } from '../../../../src/testing'

let gateway: Gateway
const before = { ...process.env }

beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(async () => {
  process.env = before
  await gateway.close()
})

it('is the function in its real dependencies: the real SDK, environment and log', async () => {
  Object.assign(process.env, gateway.env, { TCB_SOURCE: 'wx_devtools' })
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined)
  const { main } =
    require('../../../../src/cloud-functions/get-gray-release-plan') as typeof import('../../../../src/cloud-functions/get-gray-release-plan')
  expect(await main({}, { time_limit_in_ms: 3000 })).toMatchObject({ ok: true })
  expect(log.mock.calls.flat().map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ outcome: 'ok', attempts: 1 }),
  ])
  log.mockRestore()
})
