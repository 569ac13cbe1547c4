import { existsSync } from 'node:fs'
import { Interrupted } from '../../../../../src/cli/failure'
import { type Folder, makeFolder } from '../../folder'
import { type Given, run } from '../../run'

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
