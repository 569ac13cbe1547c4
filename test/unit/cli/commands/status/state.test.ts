import { promises as fs } from 'node:fs'
import type { Reply } from '../../../../../src/testing'
import { type Folder, makeFolder } from '../../folder'
import type { Given } from '../../run'
import { CREATED, check as checkOn, gatewayForAll, lines, plan } from './support'

const gateway = gatewayForAll()
const bot = () => gateway().robots.webhook
let folder: Folder
beforeEach(() => {
  folder = makeFolder()
  bot().reply('ok')
  bot().messages.length = 0
})
afterEach(() => folder.remove())

/** Runs `status --notify --state state` in the folder, in a process of its own as far as the state goes. */
const check = (reply: Reply, args: string[] = [], given: Given = {}) =>
  checkOn(gateway(), reply, ['--notify', '--state', 'state', ...args], {
    cwd: folder.path,
    ...given,
    env: { GRAY_RELEASE_NOTIFY: bot().channel, ...given.env },
  })

const titles = () =>
  bot()
    .messages.splice(0)
    .map((message) => lines(message)[0])

it('is one check for cron, which notifies of what happened since the last one', async () => {
  const first = await check(plan(1, 20))
  expect(first).toMatchObject({ status: 0, err: '', sleeps: [] })
  expect(first.out).toMatch(/Running .+ 20%/)
  expect(titles()).toEqual(['Staged release started: 20%'])
  await check(plan(1, 20))
  expect(titles()).toEqual([])
  const json = await check(plan(1, 50), ['--json'])
  expect(JSON.parse(json.out)).toEqual({ ok: true, plan: expect.anything() })
  expect(titles()).toEqual(['Staged release progressed: 20% → 50%'])
  expect(await check('no-plan')).toMatchObject({ status: 1, err: '' })
  expect(titles()).toEqual(['Staged release ended: WeChat no longer reports it'])
})

it('sends at the next check what a bot did not accept', async () => {
  bot().reply('http-502')
  const { status, err } = await check(plan(1, 20))
  expect(status).toBe(0)
  expect(err).toMatch(/^note: webhook at 127\.0\.0\.1:\d+ was not notified: /)
  bot().reply('ok')
  bot().messages.length = 0
  await check(plan(1, 20))
  expect(titles()).toEqual(['Staged release started: 20%'])
})

it('lets --watch go on after a restart, without repeating', async () => {
  expect(await check([plan(1, 20), plan(1, 40)], ['--watch', '--until', '40'])).toMatchObject({
    status: 0,
  })
  expect(titles()).toHaveLength(2)
  const again = await check([plan(1, 40), plan(3, 100)], ['--watch'])
  expect(again).toMatchObject({ status: 0, err: '' })
  expect(titles()).toEqual(['Staged release completed: the new version is available to all users'])
})

it('knows after a restart that a release was in progress', async () => {
  await check(plan(1, 20))
  const gone = await check('no-plan', ['--watch'])
  expect(gone.status).toBe(1)
  expect(gone.err).toMatch(/^It was in progress before: /)
})

it('stores without notifying too', async () => {
  const { status } = await checkOn(gateway(), plan(1, 20), ['--state', folder.at('state')])
  expect(status).toBe(0)
  expect(folder.list()).not.toEqual([])
  await check(plan(1, 20))
  expect(titles()).toEqual([])
})

it('leaves what waits for a bot to a check that notifies', async () => {
  bot().reply('http-502')
  await check(plan(1, 20))
  const args = ['--state', folder.at('state'), '--watch', '--until', '20']
  expect(await checkOn(gateway(), plan(1, 20), args)).toMatchObject({ status: 0, sleeps: [] })
  bot().reply('ok')
  bot().messages.length = 0
  await check(plan(1, 20))
  expect(titles()).toEqual(['Staged release started: 20%'])
})

it('lets a gate for the next release tell nobody that the one before is gone', async () => {
  await check(plan(1, 20))
  const args = ['--watch', '--created-after', String(CREATED)]
  const gate = await check([plan(1, 20), plan(3, 100), 'no-plan', plan(3, 100, CREATED + 60)], args)
  expect([gate.status, gate.sleeps.length]).toEqual([0, 3])
  expect(await check(plan(3, 100))).toMatchObject({ status: 0 })
  expect(titles()).toEqual([
    'Staged release started: 20%',
    'Staged release completed: the new version is available to all users',
  ])
})

it('does not end a gate when the release before is gone', async () => {
  await check(plan(1, 20))
  const args = ['--watch', '--created-after', String(CREATED)]
  expect(await check(['no-plan', plan(3, 100, CREATED + 60)], args)).toMatchObject({ status: 0 })
  expect(titles()).toEqual([
    'Staged release started: 20%',
    'Staged release ended: WeChat no longer reports it',
  ])
})

it('names the account in messages, by the option rather than the variable', async () => {
  const env = { GRAY_RELEASE_NAME: 'Shop' }
  await check(plan(1, 20), [], { env })
  await check(plan(1, 30), ['--name', 'Café'], { env })
  expect(titles()).toEqual([
    'Shop · Staged release started: 20%',
    'Café · Staged release progressed: 20% → 30%',
  ])
})

it('keeps accounts apart by their AppIDs, which stand for names', async () => {
  const env = { WX_ACCESS_TOKEN: '', WX_APPSECRET: 's' }
  await check(plan(1, 20), [], { env: { ...env, WX_APPID: 'wx1' } })
  await check(plan(1, 30), [], { env: { ...env, WX_APPID: 'wx2' } })
  expect(titles()).toEqual([
    'wx1 · Staged release started: 20%',
    'wx2 · Staged release started: 30%',
  ])
})

describe('a folder that can not be used', () => {
  const PLATFORM = {
    WX_ACCESS_TOKEN: '',
    WX_APPID: 'wx1',
    WX_COMPONENT_APPID: 'wx0c',
    WX_COMPONENT_APPSECRET: 's',
    WX_COMPONENT_VERIFY_TICKET: 't',
    WX_AUTHORIZER_REFRESH_TOKEN: 'r',
  }
  const inEnglish = 'a file is in the way of a folder. Give --state a folder that you can write to.'

  it.each([
    ['en', {}, inEnglish],
    ['en', PLATFORM, inEnglish],
    ['zh', {}, '应为目录的位置上是一个文件。请把 --state 设为可写的目录。'],
  ])('is named in %s with %j, and nobody is notified', async (lang, env, reason) => {
    folder.write('state', '')
    const { status, out, err } = await check(plan(1, 20), ['--lang', lang], { env })
    expect([status, out]).toEqual([1, ''])
    expect(err).toContain(`${folder.at('state')}${lang === 'en' ? ': ' : '：'}${reason}`)
    expect(err.split('\n')[0]).toMatch(
      /system.+the folder of --state could not be used \(Error, ENOTDIR\)/,
    )
    expect(titles()).toEqual([])
  })

  it.each([{}, PLATFORM])('is named where it can not be written, with %j', async (env) => {
    const readOnly = Object.assign(new Error(), { code: 'EROFS' })
    const mkdir = jest.spyOn(fs, 'mkdir').mockRejectedValue(readOnly)
    const { err } = await check(plan(1, 30), [], { env })
    mkdir.mockRestore()
    expect(err).toContain(`${folder.at('state')}: the file system is read-only. `)
  })
})
