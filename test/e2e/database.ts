import { gateway } from '../gateway'
import { loadSdk } from './sdk'

export { gateway }

// The database of the real SDK, on a gateway, for the tests of a file.

// biome-ignore lint/suspicious/noExplicitAny: what the SDK gives is what is tested
type Any = any
export let cloud: Any
export let db: Any
export let _: Any

/** After a request that failed the SDK leaves the timer of a warning behind, of 3 s. */
const timers = jest.spyOn(global, 'setTimeout')

beforeAll(() => {
  cloud = loadSdk()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: 2000 })
  db = cloud.database()
  _ = db.command
})

afterAll(() => {
  for (const { value } of timers.mock.results) clearTimeout(value)
})

let count = 0
export let name: string
export let checks: Any
export let last: Any

/** Every test has a collection of its own. */
beforeEach(async () => {
  gateway.reply('running')
  count += 1
  name = `checks-${count}`
  await db.createCollection(name)
  checks = db.collection(name)
  last = checks.doc('last')
})

export const stored = () => gateway.documents(name)

/** What the SDK throws, as its caller sees it. */
export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (reply) => ({ resolved: reply }),
    ({ errCode, errMsg }) => ({ errCode, errMsg }),
  )

export const put = (...documents: object[]) => checks.add({ data: documents })

/** The IDs of what is read. */
export const idsOf = async (selection: { get: () => Promise<{ data: { _id: string }[] }> }) =>
  (await selection.get()).data.map(({ _id }) => _id).join('')
