import { type Folder, makeFolder } from '../../folder'
import { type Given, run } from '../../run'

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => folder.remove())

const PLAN = "{ status: 'completed', statusCode: 3, grayPercentage: 100, createTimestamp: 0 }"
const ERROR =
  "{ ok: false, error: { kind: 'busy', errCode: -1, errMsg: 'busy', hint: { zh: '忙', en: 'Busy' }, attempts: 1, retryable: true } }"

/** Runs what is written here in place of watchGrayRelease: its looks, and its answer to a page. */
function dev(looks: string, page: string, args: string[] = [], given: Given = {}) {
  const body = `exports.main = async (event, context) => {
    const { TCB_SOURCE, GRAY_RELEASE_NOTIFY, ...env } = process.env
    if (TCB_SOURCE === 'wx_client') { ${page} }
    const tell = (content) => fetch(GRAY_RELEASE_NOTIFY.replace('wecom+', ''), {
      method: 'POST',
      body: JSON.stringify({ msgtype: 'markdown', markdown: { content } }),
    })
    ${looks}
  }`
  folder.write('watchGrayRelease/index.js', body)
  return run(['dev', 'watchGrayRelease', ...args], { ...given, functionsDir: folder.path })
}

const HISTORY = `return { ok: true, history: [
  { at: 0, status: 'running', grayPercentage: 0 }, { at: 1, status: 'completed', grayPercentage: 100 }] }`
const ONCE = `await tell('**Done**\\nline \\u001b[31m'); return { ok: true, plan: ${PLAN} }`

it('looks until the release is completed, shows what the team reads, then the history', async () => {
  const looks = `
    const { existsSync, writeFileSync } = require('fs')
    const first = !existsSync(__dirname + '/looked')
    writeFileSync(__dirname + '/looked', '')
    await tell(first ? '**Begun**' : '**Done**\\nline \\u001b[31m')
    return { ok: true, plan: { ...${PLAN}, status: first ? 'running' : 'completed' } }`
  const waits: number[] = []
  const sleep = async (ms: number) => {
    waits.push(ms)
  }
  const { status, out, err } = await dev(looks, HISTORY, [], { sleep })
  expect([status, err, waits]).toEqual([0, '', [1500]])
  expect(out).toContain('\n  │ Begun\n\n  │ Done\n  │ line \\u001b[31m\n\n')
  expect(out).toMatch(/\n {2}The history, as a page gets it\n\n {2}100 % .*╭\n/)
})

it('prints each result as JSON', async () => {
  const { status, out } = await dev(ONCE, HISTORY, ['--json'])
  expect(status).toBe(0)
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line))),
  ).toEqual([
    ['ok', 'plan'],
    ['ok', 'history'],
  ])
})

it('gives the function its language, its robot, a listed caller and 20 s', async () => {
  const tellEnv = (what: string) =>
    `return { ok: true, plan: { ...${PLAN}, env, source: TCB_SOURCE, context, robot: GRAY_RELEASE_NOTIFY } , what: '${what}' }`
  const given = { env: { GRAY_RELEASE_NOTIFY: 'https://real.example/?key=k', LANG: 'zh_CN' } }
  const { out } = await dev(tellEnv('look'), HISTORY, ['--json', '--openid', 'oA'], given)
  const { plan } = JSON.parse(out.split('\n')[0] ?? '')
  expect(plan).toMatchObject({
    source: 'wx_trigger',
    robot: expect.stringMatching(/^wecom\+http:\/\/127\.0\.0\.1:/),
    context: { time_limit_in_ms: 20_000, function_name: 'watchGrayRelease' },
    env: { GRAY_RELEASE_LANGUAGE: 'zh', GRAY_RELEASE_ALLOWED_OPENIDS: 'oA', WX_OPENID: 'oA' },
  })
})

it.each([
  ['a look', `return ${ERROR}`, HISTORY],
  ['the page', ONCE, `return ${ERROR}`],
])('ends with 1 if %s fails, and shows why', async (_what, looks, page) => {
  const { status, out } = await dev(looks, page)
  expect(status).toBe(1)
  expect(out).toMatch(/\n {2}busy \(-1\)\n[\s\S]+Hint +Busy\n/)
  const json = await dev(looks, page, ['--json'])
  expect(json.status).toBe(1)
  expect(JSON.parse(json.out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ ok: false })
})

it('says that the function ended early', async () => {
  expect(await dev('process.exit(3)', HISTORY)).toMatchObject({
    status: 1,
    err: expect.stringContaining('without a result'),
  })
})

it('calls it once for a caller or a scenario that was chosen', async () => {
  const page = await dev(ONCE, HISTORY, ['--source', 'wx_client'])
  expect(page.out).toContain('  Caller    wx_client, OPENID o-local-developer\n')
  expect(page.out).toContain('  100 %')
  const look = await dev(ONCE, HISTORY, ['--scenario', 'quota'])
  expect(look.out).toContain('  Scenario  quota: ')
  expect(look.out).toContain('Completed')
})

it('names the functions if it knows none of that name', async () => {
  const { status, err } = await run(['dev', 'watch\u001b'])
  expect(status).toBe(2)
  expect(err).toMatch(/^error: no ready-made function is called 'watch\\u001b'\.\nThere are: get/)
})

it('shows nothing of a look that had nothing to tell', async () => {
  const { status, out } = await dev(`return { ok: true, plan: ${PLAN} }`, HISTORY)
  expect(status).toBe(0)
  expect(out).toMatch(/robot reads:\n\n {2}The history/)
})
