// Runs a probe on a Node.js of its own and holds what it tells against what must come out.
import { fork } from 'node:child_process'
import { join } from 'node:path'
import {
  casesFor,
  FUNCTION_CASES,
  HOPELESS,
  httpsCasesFor,
  IMPORT_CASES,
  OTHER_APPID,
  REFUSED,
} from './cases.mjs'
import { isAtLeast } from './versions.mjs'

/** Far above what a cell takes on a loaded machine. */
const PROBE_LIMIT_MS = 180_000

/** Runs a probe and gives what it reports, or its `crash` in words. */
function probe(file, binary, env, order) {
  return new Promise((resolve) => {
    const options = { execPath: binary, execArgv: [], env, silent: true }
    const child = fork(file, [JSON.stringify(order)], options)
    const words = []
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => words.push(chunk))
    }
    const limit = setTimeout(() => child.kill('SIGKILL'), PROBE_LIMIT_MS)
    child.once('message', (report) => {
      clearTimeout(limit)
      resolve(report)
    })
    child.once('close', (code, signal) => {
      clearTimeout(limit)
      resolve({
        crash: `the process ended (${signal ?? code}): ${Buffer.concat(words).toString()}`,
      })
    })
  })
}

/** Lets a probe make calls, and tells what came of them; `problems` is empty where all is well. */
async function make(cell, cases, { file, binary, env, desk, ...order }) {
  const calls = cases.map((one) => ({ ...one, token: desk.order(one.replies) }))
  const report = await probe(file, binary, { ...desk.env, ...env }, { ...order, calls })
  if (report.crash) return { ...cell, works: false, calls: 0, problems: [report.crash] }
  const { results, touched = [], unhandled, warnings = [] } = report
  return {
    ...cell,
    ...report,
    works: true,
    calls: calls.length,
    problems: [
      ...touched.map((name) => `a global was touched: ${name}`),
      ...unhandled.map((words) => `nobody held a rejection: ${words}`),
      ...warnings.map((words) => `Node.js warned: ${words}`),
      ...calls.flatMap((call, index) => judge(call, results[index], desk)),
    ],
    results: calls.map(({ name }, index) => ({ name, ...results[index] })),
  }
}

/** Runs the facade in one cell. `works` says whether the raw SDK does. */
export async function runCell(cell, { folder, desk, ...place }) {
  const file = join(folder, 'probe.cjs')
  const order = { file, desk, url: desk.gateway.url, rawToken: desk.order(['paused']) }
  const made = await make(cell, casesFor(cell), { ...place, ...order })
  if (!made.raw) return made
  const { works, words } = made.raw
  const problems = [...made.problems]
  if (made.unwraps !== 'invalid_response') problems.push('unwrap() does not do what it says')
  if (!works && !HOPELESS.applies(cell)) problems.push(`the raw SDK fails: ${words}`)
  if (works && HOPELESS.applies(cell)) problems.push('the raw SDK works, which it did not before')
  return { ...made, works, problems }
}

/** Runs the ready-made function on a runtime; `sdk` of the cell is the version bundled with it. */
export async function runFunction(cell, place) {
  const file = join(place.folder, 'probe-function.cjs')
  const env = { GRAY_RELEASE_CACHE_SECONDS: '0' }
  const works = !HOPELESS.applies(cell)
  const cases = FUNCTION_CASES.map((one) => (works ? one : { ...one, ...REFUSED }))
  return { ...(await make(cell, cases, { ...place, file, env })), works }
}

/** Whether `import` finds packages by name on a Node.js without a flag. */
export const canImport = (node) => isAtLeast(node, '12.17.0')

/** Imports the package as an ES module, beside the SDK in `folder`. */
export function runImport(cell, { folder, desk, ...place }) {
  const order = { file: join(folder, 'probe-import.mjs'), desk, url: desk.gateway.url }
  return make(cell, IMPORT_CASES, { ...place, ...order })
}

/** Calls over HTTPS. */
export function runHttps(cell, { folder, desk, ...place }) {
  const order = { file: join(folder, 'probe-https.cjs'), desk }
  return make(cell, httpsCasesFor(cell), { ...place, ...order, baseUrl: desk.gateway.baseUrl })
}

/** Whether messages can be sent on a Node.js: before 10.9 a request takes no URL with options. */
export const canWatch = (node) => isAtLeast(node, '10.9.0')

const TITLES = [
  'Staged release started: 8%',
  'Staged release progressed: 8% → 20%',
  'Staged release paused: 20%',
]

/** Compares two looks and tells robots of what they bring. */
export async function runWatch(cell, { folder, desk, binary }) {
  const { channels, deaf, env } = desk
  const file = join(folder, 'probe-watch.cjs')
  const report = await probe(file, binary, env, { channels, deaf })
  if (report.crash) return { ...cell, works: false, calls: 0, problems: [report.crash] }
  const { results, titles, unhandled } = report
  const told = results.slice(0, -1).flat()
  const [given] = results.at(-1)
  const problems = unhandled.map((words) => `nobody held a rejection: ${words}`)
  if (String(titles) !== String(TITLES)) problems.push(`the events are ${titles}`)
  if (told.length !== TITLES.length * channels.length || !told.every(({ ok }) => ok)) {
    problems.push(`not every channel was told: ${JSON.stringify(told)}`)
  }
  if (given.error?.message !== 'no answer within 300 ms') {
    problems.push(`a robot that never answers: ${JSON.stringify(given)}`)
  }
  return { ...cell, works: true, calls: told.length + 1, problems }
}

/** What three looks at a release come to, and a page after them, by the types of their events. */
const LOOKS = [
  { plan: { status: 1, grayPercentage: 8 }, events: 'started' },
  { plan: { status: 1, grayPercentage: 8 }, events: '' },
  { plan: { status: 2, grayPercentage: 20 }, events: 'progressed,paused' },
]

/** Lets watchGrayRelease look on a runtime, and tell a robot. */
export async function runWatchFunction(cell, { folder, desk, binary }) {
  const createTimestamp = Math.floor(Date.now() / 1000) - 3600
  const tokens = LOOKS.map(({ plan }) => desk.order([{ ...plan, createTimestamp }]))
  const works = !HOPELESS.applies(cell)
  const env = {
    ...desk.env,
    GRAY_RELEASE_NOTIFY: desk.channels.join(' '),
    GRAY_RELEASE_COLLECTION: `node-${cell.node}`,
  }
  const report = await probe(join(folder, 'probe-watch-function.cjs'), binary, env, { tokens })
  if (report.crash) return { ...cell, works: false, calls: 0, problems: [report.crash] }
  const { results, unhandled, warnings } = report
  const problems = [
    ...unhandled.map((words) => `nobody held a rejection: ${words}`),
    ...warnings.map((words) => `Node.js warned: ${words}`),
  ]
  const check = (holds, result) => holds || problems.push(`a look gave ${JSON.stringify(result)}`)
  if (!works) {
    for (const result of results) check(result.error?.kind === 'environment', result)
    return { ...cell, works, calls: results.length, problems }
  }
  for (const [index, { events }] of LOOKS.entries()) {
    const result = results[index]
    const told = events === '' ? 0 : events.split(',').length * desk.channels.length
    check(
      result.ok &&
        String(result.events.map(({ type }) => type)) === events &&
        result.deliveries.length === told &&
        result.deliveries.every(({ ok }) => ok),
      result,
    )
  }
  const shares = results.at(-1).history?.map(({ grayPercentage }) => grayPercentage)
  check(String(shares) === '8,20', results.at(-1))
  return { ...cell, works, calls: results.length, problems }
}

const outcomeOf = (result) => (result.ok ? 'plan' : result.error.kind)

/** What is wrong with the result of a call, in words. */
function judge(call, result, desk) {
  const problems = []
  const check = (holds, words) => {
    if (!holds) problems.push(`${call.name}: ${words}; the result is ${JSON.stringify(result)}`)
  }
  const outcome = outcomeOf(result)
  const requests = desk.requests(call.token)
  check(outcome === call.outcome, `expected ${call.outcome}, not ${outcome}`)
  check(
    requests.length === call.requests,
    `expected ${call.requests} requests, not ${requests.length}`,
  )
  if (result.ok) {
    check(
      call.replies[0] !== 'paused' || result.plan.grayPercentage === 35,
      'not the plan that was sent',
    )
  } else {
    check(result.error.attempts === call.attempts, `expected ${call.attempts} attempts`)
    check(result.error.hint.zh && result.error.hint.en, 'expected a hint in two languages')
  }
  if (call.options.appid) {
    check(
      requests.every(({ appid }) => appid === OTHER_APPID),
      'the appid was not sent',
    )
  }
  const { host } = new URL(desk.gateway.url)
  const text = JSON.stringify(result)
  for (const secret of [host, call.token, 'local-secret', 'local-session-token']) {
    check(!text.includes(secret), `the result tells ${secret}`)
  }
  return problems
}
