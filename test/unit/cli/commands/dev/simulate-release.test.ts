import { type Folder, makeFolder } from '../../folder'
import { type Given, NOW, run } from '../../run'

const DAY_MS = 86_400_000

// Each starts several processes, which takes its time on a busy machine.
jest.setTimeout(60_000)

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => folder.remove())

const PLAN = "{ status: 'completed', statusCode: 3, grayPercentage: 100, createTimestamp: 0 }"
const ERROR =
  "{ ok: false, error: { kind: 'busy', errCode: -1, errMsg: 'busy', hint: { zh: '忙', en: 'Busy' }, attempts: 1, retryable: true } }"

/** Runs what is written here in place of watchGrayRelease: its checks, and its reply to a page. */
function dev(checks: string, page: string, args: string[] = [], given: Given = {}) {
  const body = `exports.main = async (event, context) => {
    const { TCB_SOURCE, GRAY_RELEASE_NOTIFY, ...env } = process.env
    if (TCB_SOURCE === 'wx_client') { ${page} }
    const send = (content) => fetch(GRAY_RELEASE_NOTIFY.replace('wecom+', ''), {
      method: 'POST',
      body: JSON.stringify({ msgtype: 'markdown', markdown: { content } }),
    })
    ${checks}
  }`
  folder.write('watchGrayRelease/index.js', body)
  return run(['dev', 'watchGrayRelease', ...args], { ...given, functionsDir: folder.path })
}

const HISTORY = `return { ok: true, history: [
  { at: 0, status: 'running', grayPercentage: 0 }, { at: 1, status: 'completed', grayPercentage: 100 }] }`
const ONCE = `await send('**Done**\\nline \\u001b[31m'); return { ok: true, plan: ${PLAN} }`

it('checks a release of some days, shows what the team reads, then the history', async () => {
  const checks = `
    const { existsSync, writeFileSync } = require('fs')
    const first = !existsSync(__dirname + '/checked')
    writeFileSync(__dirname + '/checked', '')
    await send((first ? '**Started**' : '**Moved**') + '\\nat ' + Date.now() + ' \\u001b[31m')
    return { ok: true, plan: ${PLAN} }`
  const waits: number[] = []
  const sleep = async (ms: number) => {
    waits.push(ms)
  }
  const { status, out, err } = await dev(checks, HISTORY, [], { sleep })
  expect([status, err]).toEqual([0, ''])
  expect(waits).toEqual(Array(5).fill(1000))
  expect(out.match(/│ (Started|Moved)$/gm)).toHaveLength(5)
  expect(out).toMatch(/^\n {2}watchGrayRelease checks a simulated release of 5 days, once a day\./)
  expect(out).toMatch(/ {2}│ Started\n {2}│ at \d+ \\u001b\[31m\n\n {2}│ Moved\n/)
  const times = (out.match(/(?<=│ at )\d+/g) ?? []).map((time) => (Number(time) - NOW) / DAY_MS)
  // A process takes its time to start.
  expect(times.map(Math.round)).toEqual([-4, -3, -2, -1, 0])
  expect(out).toMatch(/\n {2}History, as returned to a page \(times in .+\)\n\n {2}100% .*╭\n/)
})

it('gives the function a release that progresses and is completed', async () => {
  const checks = `const cloud = require(${JSON.stringify(require.resolve('wx-server-sdk'))})
    cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
    const { grayReleasePlan } = await cloud.openapi.operation.getGrayReleasePlan({})
    return { ok: true, plan: grayReleasePlan }`
  const { out } = await dev(checks, HISTORY, ['--json'])
  const plans = out
    .trimEnd()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).plan)
  expect(plans.map(({ grayPercentage }) => grayPercentage)).toEqual([20, 40, 60, 80, 100])
  expect(plans.map(({ status }) => status)).toEqual([1, 1, 1, 1, 3])
  expect(plans[0].createTimestamp).toBe(NOW / 1000 - 5 * 86_400)
})

it('prints each result as JSON', async () => {
  const { status, out } = await dev(ONCE, HISTORY, ['--json'])
  expect(status).toBe(0)
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line))),
  ).toEqual([...Array(5).fill(['ok', 'plan']), ['ok', 'history']])
})

it('gives the function its language, its bot, a listed caller and 20 s', async () => {
  const tellEnv = (what: string) =>
    `return { ok: true, plan: { ...${PLAN}, env, source: TCB_SOURCE, context, bot: GRAY_RELEASE_NOTIFY } , what: '${what}' }`
  const given = { env: { GRAY_RELEASE_NOTIFY: 'https://real.example/?key=k', LANG: 'zh_CN' } }
  const { out } = await dev(tellEnv('look'), HISTORY, ['--json', '--openid', 'oA'], given)
  const { plan } = JSON.parse(out.split('\n')[0] ?? '')
  expect(plan).toMatchObject({
    source: 'wx_trigger',
    bot: expect.stringMatching(/^wecom\+http:\/\/127\.0\.0\.1:/),
    context: { time_limit_in_ms: 20_000, function_name: 'watchGrayRelease' },
    env: { GRAY_RELEASE_LANGUAGE: 'zh', GRAY_RELEASE_ALLOWED_OPENIDS: 'oA', WX_OPENID: 'oA' },
  })
})

it.each([
  ['a check', `return ${ERROR}`, HISTORY],
  ['the page', ONCE, `return ${ERROR}`],
])('ends with 1 if %s fails, and shows why', async (_what, checks, page) => {
  const { status, out } = await dev(checks, page)
  expect(status).toBe(1)
  expect(out).toMatch(/\n {2}busy \(-1\)\n[\s\S]+Hint +Busy\n/)
})

it('says that the function ended early', async () => {
  expect(await dev('process.exit(3)', HISTORY)).toMatchObject({
    status: 1,
    err: expect.stringContaining('without a result'),
  })
})

it('calls it once for a caller or a scenario that was chosen, and shows its messages', async () => {
  const page = await dev(ONCE, HISTORY, ['--source', 'wx_client'])
  expect(page.out).toContain('  Caller    wx_client, OPENID o-local-developer\n')
  expect(page.out).toContain('  100%')
  const scenario = await dev(ONCE, HISTORY, ['--scenario', 'quota'])
  expect(scenario.out).toContain('  Scenario  quota: ')
  expect(scenario.out).toContain('Completed')
  expect(scenario.out).toContain('\n  │ Done\n  │ line \\u001b[31m\n\n')
})

it('shows nothing for a check without a message', async () => {
  const { status, out } = await dev(`return { ok: true, plan: ${PLAN} }`, HISTORY)
  expect(status).toBe(0)
  expect(out).toMatch(/sent to the group:\n\n {2}History/)
})
