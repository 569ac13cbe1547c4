import { existsSync } from 'node:fs'
import { Interrupted } from '../../../../../src/cli/failure'
import { type Folder, makeFolder } from '../../folder'
import { type Given, NOW, run } from '../../run'

// Some start several processes, which takes its time on a busy machine.
jest.setTimeout(60_000)

const SDK = JSON.stringify(require.resolve('wx-server-sdk'))

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => folder.remove())

/** Runs a function that is written here in place of the ready-made one. */
function dev(body: string, args: string[] = [], given: Given = {}) {
  folder.write(
    'getGrayReleasePlan/index.js',
    `exports.main = async (event, context) => { ${body} }`,
  )
  return run(['dev', ...args], { ...given, functionsDir: folder.path })
}

const PLAN = "{ status: 'paused', statusCode: 2, grayPercentage: 35, createTimestamp: 0 }"
const ERROR =
  "{ kind: 'busy', errCode: -1, errMsg: '\\u001b[31mbusy', hint: { zh: '忙', en: 'Busy' }, attempts: 3, retryable: true }"
const ASK = `const cloud = require(${SDK}); cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
  const { errCode } = await cloud.openapi.operation.getGrayReleasePlan({}).catch((error) => error);`

it('shows what the gateway received, what was logged and what came out', async () => {
  const body = `${ASK} console.log('code', errCode); return { ok: true, plan: ${PLAN} }`
  const { status, out, err } = await dev(body)
  expect([status, err]).toEqual([0, ''])
  expect(out).toMatch(/^\n {2}Scenario {2}running: a release in progress/)
  expect(out).toContain('\n  Caller    wx_devtools, OPENID o-local-developer\n')
  expect(out).toMatch(
    /\n {2}Request {3}POST \/admin\S+ wx\.openApi operation\.getGrayReleasePlan\n/,
  )
  expect(out).toContain('\n  Log       code 0\n')
  expect(out).toMatch(/\n {2}Paused {2}█+░+ {2}35%\n/)
})

it('shows an error with its hint', async () => {
  const body = `console.log('one'); console.log('two\\u001b[31m'); return { ok: false, error: ${ERROR} }`
  const { status, out, err } = await dev(body, ['--scenario', 'busy'])
  expect([status, err]).toEqual([1, ''])
  expect(out).toContain('\n  Request   none\n')
  expect(out).toContain('\n  Log       one\n            two\\u001b[31m\n')
  expect(out).toMatch(/\n {2}busy \(-1\)\n[\s\S]+Error +\\u001b\[31mbusy\n[\s\S]+Hint +Busy\n/)
  expect(out).not.toContain('\u001b')
})

it('plays the scenario that is chosen', async () => {
  const body = `${ASK} return { ok: true, plan: { ...${PLAN}, grayPercentage: errCode === 45009 ? 9 : 0 } }`
  expect((await dev(body, ['--scenario', 'quota'])).out).toContain('  9%')
})

it.each(['en', 'zh'])('gives the function the language of the command: %s', async (lang) => {
  const body = `console.log(process.env.GRAY_RELEASE_LANGUAGE); return { ok: true, plan: ${PLAN} }`
  expect((await dev(body, ['--lang', lang])).out).toMatch(new RegExp(` ${lang}\\n`))
})

it('shows a request that is no call of the SDK', async () => {
  const body = `const { URL } = JSON.parse(process.env.TCB_CONTEXT_CNFG)
    await fetch(URL.replace('admin', 'elsewhere')); return { ok: true, plan: ${PLAN} }`
  expect((await dev(body)).out).toMatch(/\n {2}Request {3}GET \/elsewhere\n {2}Log {7}none\n/)
})

it('prints the result alone as JSON', async () => {
  const { status, out, err } = await dev(`return { ok: false, error: ${ERROR} }`, ['--json'])
  expect([status, err]).toEqual([1, ''])
  expect(out).toMatch(/^\{.*\}\n$/)
  expect(JSON.parse(out)).toMatchObject({ ok: false, error: { errMsg: '\u001b[31mbusy' } })
})

const TELL = 'return { ok: true, plan: { env: process.env, event, context } }'
const told = async (args: string[] = [], given: Given = {}) =>
  JSON.parse((await dev(TELL, [...args, '--json'], given)).out).plan

it('gives the function the environment of a cloud function, and nothing of the user', async () => {
  const given = { env: { HOME: '/root', HTTPS_PROXY: 'http://x', TCB_SOURCE: 'x', PATH: '/bin' } }
  const { env, event, context } = await told([], given)
  expect(env).toMatchObject({
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_SECRETID: expect.any(String),
    TCB_CONTEXT_CNFG: expect.stringContaining('http://127.0.0.1:'),
    TCB_SOURCE: 'wx_devtools',
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID',
    WX_OPENID: 'o-local-developer',
    WX_APPID: expect.stringMatching(/^wx/),
  })
  for (const name of ['HOME', 'HTTPS_PROXY', 'PATH']) expect(env).not.toHaveProperty(name)
  expect(event).toEqual({})
  expect(context).toMatchObject({ time_limit_in_ms: 3000 })
})

it('lets the caller be chosen, and the function be set', async () => {
  const given = { env: { GRAY_RELEASE_ALLOWED_OPENIDS: 'o1', SystemRoot: 'C:\\Windows' } }
  const { env } = await told(['--source', 'wx_client', '--openid', 'o1'], given)
  expect(env).toMatchObject({
    TCB_SOURCE: 'wx_client',
    WX_OPENID: 'o1',
    GRAY_RELEASE_ALLOWED_OPENIDS: 'o1',
    SystemRoot: 'C:\\Windows',
  })
  const { out } = await dev(`return { ok: true, plan: ${PLAN} }`, ['--source=', '--openid='])
  expect(out).toContain('Caller    -, OPENID -\n')
})

it.each([
  [
    ['--scenario', 'nope\u001b'],
    /^error: there is no scenario 'nope\\u001b'\.\nThere are: runn.+\nSee/,
  ],
  [['--scenario', 'runing'], /'runing'\.\nThere are: .+\nDid you mean running\?\nSee/],
  [
    ['watch\u001b'],
    /^error: there is no ready-made function 'watch\\u001b'\.\nThere are: get.+\nSee/,
  ],
  [['getGrayRelasePlan'], /'\.\nThere are: .+\nDid you mean getGrayReleasePlan\?\nSee/],
])('names what there is instead of %j', async (args, words) => {
  const { status, out, err } = await run(['dev', ...args])
  expect([status, out, err]).toEqual([2, '', expect.stringMatching(words)])
})

it.each([
  ['en', "error: 'no-permission' is a scenario, not a function.\nUse --scenario no-permission, "],
  ['zh', '错误：no-permission 是场景，不是云函数。请使用 --scenario no-permission；'],
])('says how to name a scenario where it stands for a function, in %s', async (lang, message) => {
  const { status, err } = await run(['dev', 'no-permission', '--lang', lang])
  expect(status).toBe(2)
  expect(err).toContain(message)
})

it('says that the function is not built', async () => {
  const { status, err } = await run(['dev'], { functionsDir: folder.path })
  expect(status).toBe(1)
  expect(err).toBe(
    `error: ${folder.at('getGrayReleasePlan/index.js')} is missing.\nBuild it with 'npm run build', or install the package again.\n`,
  )
})

it.each([
  ["throw new TypeError('bad \\u001b')", /without a result: TypeError: bad \\u001b/],
  ['throw "text"', /without a result: .*(text|UNHANDLED|node:internal)/],
  ['process.exit(3)', /without a result: \n$/],
])('says that the function ended early, without a stack: %s', async (body, words) => {
  const { status, out, err } = await dev(body)
  expect([status, out]).toEqual([1, ''])
  expect(err).toMatch(words)
  expect(err.trim().split('\n')).toHaveLength(1)
})

it('ends quietly, and the function with it', async () => {
  const ending = new AbortController()
  const waiting = setInterval(() => {
    if (folder.list().includes('getGrayReleasePlan/pid')) ending.abort(new Interrupted(130))
  }, 20)
  const at = (name: string) => JSON.stringify(folder.at(`getGrayReleasePlan/${name}`))
  const body = `const { renameSync, writeFileSync } = require('fs')
    writeFileSync(${at('new')}, String(process.pid))
    renameSync(${at('new')}, ${at('pid')})
    await new Promise(() => setInterval(Date, 1e6))`
  expect(await dev(body, [], { ending })).toEqual({ status: 130, out: '', err: '' })
  clearInterval(waiting)
  expect(() => process.kill(Number(folder.read('getGrayReleasePlan/pid')), 0)).toThrow('ESRCH')
})

it('runs a copy elsewhere, since the package may lie in a zip, and removes it', async () => {
  const body = 'return { ok: true, plan: { cwd: process.cwd(), file: __filename } }'
  const { cwd, file } = JSON.parse((await dev(body, ['--json'])).out).plan
  expect(cwd).not.toContain(folder.path)
  expect(file).toBe(`${cwd}/index.js`)
  expect(file).toMatch(/getGrayReleasePlan\/index\.js$/)
  expect(existsSync(file)).toBe(false)
})

describe('watchGrayRelease', () => {
  const DONE = "{ status: 'completed', statusCode: 3, grayPercentage: 100, createTimestamp: 0 }"
  const FAILED = `return { ok: false, error: ${ERROR} }`
  const HISTORY = `return { ok: true, history: [
    { at: 0, status: 'running', grayPercentage: 0 }, { at: 1, status: 'completed', grayPercentage: 100 }] }`
  const ONCE = `await send('**Done**\\nline \\u001b[31m'); return { ok: true, plan: ${DONE} }`

  /** Runs what is written here in place of watchGrayRelease: its checks, and its reply to a page. */
  function devWatch(checks: string, page: string, args: string[] = [], given: Given = {}) {
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

  it('checks a release of some days, shows what the team reads, then the history', async () => {
    const checks = `
      const { existsSync, writeFileSync } = require('fs')
      const first = !existsSync(__dirname + '/checked')
      writeFileSync(__dirname + '/checked', '')
      await send((first ? '**Started**' : '**Moved**') + '\\nat ' + Date.now() + ' \\u001b[31m')
      return { ok: true, plan: ${DONE} }`
    const waits: number[] = []
    const sleep = async (ms: number) => void waits.push(ms)
    const { status, out, err } = await devWatch(checks, HISTORY, [], { sleep })
    expect([status, err]).toEqual([0, ''])
    expect(waits).toEqual(Array(5).fill(1000))
    expect(out.match(/│ (Started|Moved)$/gm)).toHaveLength(5)
    expect(out).toMatch(
      /^\n {2}watchGrayRelease checks a simulated release of 5 days, once a day\./,
    )
    expect(out).toMatch(/ {2}│ Started\n {2}│ at \d+ \\u001b\[31m\n\n {2}│ Moved\n/)
    const times = (out.match(/(?<=│ at )\d+/g) ?? []).map((time) => Number(time) - NOW)
    // A process takes its time to start.
    expect(times.map((ms) => Math.round(ms / 86_400_000))).toEqual([-4, -3, -2, -1, 0])
    expect(out).toMatch(/\n {2}History, as returned to a page \(times in .+\)\n\n {2}100% .*╭\n/)
  })

  it('gives it a release that progresses, its language, its bot, a listed caller and 20 s', async () => {
    const checks = `const cloud = require(${SDK}); cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
      const { grayReleasePlan } = await cloud.openapi.operation.getGrayReleasePlan({})
      const plan = { ...grayReleasePlan, source: TCB_SOURCE, bot: GRAY_RELEASE_NOTIFY, env, context }
      return { ok: true, plan }`
    const given = { env: { GRAY_RELEASE_NOTIFY: 'https://real.example/?key=k', LANG: 'zh_CN' } }
    const ran = await devWatch(checks, HISTORY, ['--json', '--openid', 'oA'], given)
    const results = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(results.pop()).toEqual({ ok: true, history: expect.any(Array) })
    const plans = results.map(({ plan }) => plan)
    expect(plans.map(({ grayPercentage }) => grayPercentage)).toEqual([20, 40, 60, 80, 100])
    expect(plans.map(({ status }) => status)).toEqual([1, 1, 1, 1, 3])
    expect(plans[0]).toMatchObject({
      createTimestamp: NOW / 1000 - 5 * 86_400,
      source: 'wx_trigger',
      bot: expect.stringMatching(/^wecom\+http:\/\/127\.0\.0\.1:/),
      context: { time_limit_in_ms: 20_000, function_name: 'watchGrayRelease' },
      env: { GRAY_RELEASE_LANGUAGE: 'zh', GRAY_RELEASE_ALLOWED_OPENIDS: 'oA', WX_OPENID: 'oA' },
    })
  })

  it.each([
    ['a check', FAILED, HISTORY],
    [
      'the page, and shows nothing for a check without a message',
      `return { ok: true, plan: ${DONE} }`,
      FAILED,
    ],
  ])('ends with 1 if it fails at %s', async (_what, checks, page) => {
    const { status, out } = await devWatch(checks, page)
    expect(status).toBe(1)
    expect(out).toMatch(/sent to the group:\n\n {2}busy \(-1\)\n[\s\S]+Hint +Busy\n/)
  })

  it('says that it ended early', async () => {
    const { status, err } = await devWatch('process.exit(3)', HISTORY)
    expect([status, err]).toEqual([1, expect.stringContaining('without a result')])
  })

  it('is called once for a caller or a scenario that was chosen, and its messages shown', async () => {
    const page = await devWatch(ONCE, HISTORY, ['--source', 'wx_client'])
    expect(page.out).toContain('  Caller    wx_client, OPENID o-local-developer\n')
    expect(page.out).toContain('  100%')
    const { out } = await devWatch(ONCE, HISTORY, ['--scenario', 'quota'])
    expect(out).toMatch(
      / {2}Scenario {2}quota: [\s\S]+\n {2}│ Done\n {2}│ line \\u001b\[31m\n\n {2}Completed/,
    )
  })
})
