import { rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Gateway,
  type GatewayRequest,
  type SingleReply,
  startGateway,
} from '../../src/testing'
import { buildVariant } from '../package/bundle/variants'
import { type BundleAnswer, BundleProcess, comparable, timeless } from './bundle-process'

// watchGrayRelease as it is uploaded against the same function over the SDK that is in node_modules, of
// which nothing was left out: check by check, both return the same and had sent the same.

jest.setTimeout(60_000)

const BUNDLED = join(__dirname, '../../cloudfunctions/watchGrayRelease/index.js')
let whole: string

beforeAll(() => {
  const built = buildVariant('watch')
  expect(built.output).toBe('')
  whole = built.file
})
afterAll(() => rmSync(whole, { force: true }))

const plan = (status: number, grayPercentage: number) => ({
  status,
  grayPercentage,
  createTimestamp: Math.floor(Date.now() / 1000) - 3600,
})
const REFUSED = { gateway: { code: 'DATABASE_REQUEST_FAILED', message: 'failed' } }

/** What WeChat says at each check, and what the database does at its request of that number. */
const STORY: { says: SingleReply; fault?: [number, SingleReply] }[] = [
  { says: plan(1, 8) },
  { says: plan(1, 8) },
  { says: plan(2, 20), fault: [1, REFUSED] },
  { says: 'api-unauthorized', fault: [2, 'reset'] },
  { says: plan(1, 35), fault: [2, 'http-502'] },
  { says: 'no-plan' },
  { says: plan(3, 100) },
]

type Result = { events: { type: string }[] }
type Check = BundleAnswer<Result>

/** The function in a process and with a gateway of its own. */
async function run(file: string): Promise<{ checks: Check[]; requests: string[] }> {
  const gateway: Gateway = await startGateway()
  const { channel } = gateway.robots.wecom
  const env = { ...gateway.env, TCB_SOURCE: 'wx_trigger', GRAY_RELEASE_NOTIFY: channel }
  const child = new BundleProcess<Result>(file, env)
  const checks: Check[] = []
  try {
    for (const { says, fault } of STORY) {
      let number = 0
      gateway.reply((request) => {
        if (request.kind !== 'database') return says
        number += 1
        return fault?.[0] === number ? fault[1] : 'running'
      })
      checks.push(await child.ask(10_000))
    }
  } finally {
    child.end()
    await gateway.close()
  }
  // State and history are written at once: only the order of one document's requests is certain.
  const ordered = gateway.requests
    .map((request) => ({ document: documentOf(request), request }))
    .sort((one, other) => one.document.localeCompare(other.document))
  return { checks, requests: ordered.map(({ request }) => comparable(request)) }
}

/** The ID of the document that a request reads or writes; '' if it is for none. */
const documentOf = (request: GatewayRequest): string =>
  String('query' in request ? request.query['_id'] : '')

it('returns the same, and sends the same, through a story with faults', async () => {
  const [bundled, unbundled] = await Promise.all([run(BUNDLED), run(whole)])
  // Of what Node.js deprecates the SDK in node_modules uses more.
  const results = (run: { checks: Check[] }) => run.checks.map(({ result }) => timeless(result))
  expect(results(bundled)).toEqual(results(unbundled))
  expect(bundled.requests).toEqual(unbundled.requests)
  expect(bundled.requests.length).toBeGreaterThan(20)
  for (const check of bundled.checks) expect(check).toMatchObject({ warnings: [] })
  const events = bundled.checks.flatMap(({ result }) => result.events)
  expect(events.map(({ type }) => type).join(' ')).toBe(
    'started progressed paused failing recovered progressed resumed ended completed',
  )
})
