import { execFileSync } from 'node:child_process'
import { type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { SCENARIOS, startGateway } from '../../src/testing'
import { gateway } from '../gateway'
import { erased } from '../unit/cli/fake-terminal'
import { type Folder, makeFolder } from '../unit/cli/folder'
import { command, onTerminal, shell } from './command'

jest.setTimeout(60_000)

const TOKEN = 'planted-token-0123456789'
const SECRET = 'planted-secret-0123456789'

let env: { [name: string]: string }
let folder: Folder
beforeAll(() => {
  env = { WX_API_BASE_URL: gateway.baseUrl, WX_ACCESS_TOKEN: TOKEN }
})
beforeEach(() => {
  folder = makeFolder()
  gateway.reply('running')
})
afterEach(() => folder.remove())

const RUNNING = /Running {2}█+░+ {2}\d+%/

describe('dev', () => {
  it('runs the ready-made function through the real SDK', async () => {
    const { status, out, err } = await command(['dev'])
    expect([status, err]).toEqual([0, ''])
    expect(out).toMatch(/POST \/admin\S* wx\.openApi\s+operation\.getGrayReleasePlan\n/)
    expect(out).toMatch(/"outcome":"ok"/)
    expect(out).toMatch(RUNNING)
  })

  it.each([
    ['0', 1, { ok: false, error: { kind: 'forbidden', openid: '123456789', attempts: 0 } }],
    ['123456789', 0, { ok: true }],
  ])('lets the caller check be seen, of the list %s', async (listed, expected, result) => {
    const caller = ['dev', '--source', 'wx_client', '--openid', '123456789', '--json']
    const { status, out } = await command(caller, { env: { GRAY_RELEASE_ALLOWED_OPENIDS: listed } })
    expect({ status, ...JSON.parse(out) }).toMatchObject({ status: expected, ...result })
  })
})

describe('status', () => {
  it('draws the plan in local time', async () => {
    const createTimestamp = Date.UTC(2026, 0, 2, 4) / 1000
    gateway.reply({ status: 2, createTimestamp, grayPercentage: 30 })
    const { status, out, err } = await command(['status'], { env })
    expect([status, err]).toEqual([0, ''])
    expect(out).toMatch(/^\n {2}Paused {2}█{12}░{28} {2}30%\n\n {2}Created +2 Jan 2026, 12:00 \(/)
  })

  it.each<[given: { [name: string]: string }, args?: string[], stdin?: string]>([
    [{ WX_ACCESS_TOKEN: TOKEN }],
    [{ WX_CLOUDBASE_ACCESS_TOKEN: TOKEN }],
    [{ WX_APPID: 'wx1', WX_APPSECRET: SECRET }],
    [{}, ['--access-token-stdin'], `${TOKEN}\n`],
  ])('takes a token from %j', async (given, args = [], stdin = '') => {
    const options = { env: { WX_API_BASE_URL: gateway.baseUrl, ...given }, stdin }
    const plan = { status: 0, out: expect.stringMatching(RUNNING), err: '' }
    expect(await command(['status', ...args], options)).toMatchObject(plan)
  })

  it('shows no token and no stack, whatever goes wrong', async () => {
    const ways: { args: string[]; given: { [name: string]: string }; stdin?: string }[] = [
      { args: ['status'], given: { WX_ACCESS_TOKEN: TOKEN } },
      { args: ['status', '--json'], given: { WX_APPID: 'wx1', WX_APPSECRET: SECRET } },
      { args: ['status', '--access-token-stdin'], given: {}, stdin: TOKEN },
    ]
    const left = [...SCENARIOS.entries()]
    // A few at a time: some wait for their deadline.
    const lane = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const [at, scenario] = next
        const { args, given, stdin = '' } = ways[at % ways.length] as (typeof ways)[0]
        const its = await startGateway({ reply: scenario })
        const variables = { WX_API_BASE_URL: its.baseUrl, ...given }
        const { status, out, err } = await command(args, { env: variables, stdin })
        await its.close()
        expect([scenario, String(status)]).toEqual([scenario, expect.stringMatching(/^[01]$/)])
        expect(out + err).not.toMatch(/planted|issued_|\n\s+at /)
      }
    }
    await Promise.all([lane(), lane(), lane(), lane()])
  })

  it('shows no token where it never arrives', async () => {
    for (const base of ['https://127.0.0.1:1', gateway.baseUrl.replace('http', 'https')]) {
      const { status, out, err } = await command(['status', '--base-url', base], { env })
      expect([base, status, out]).toEqual([base, 1, ''])
      expect(err).toMatch(/^error: network:/)
      expect(err).not.toMatch(/planted|\n\s+at /)
    }
  })
})

describe('pipes and terminals', () => {
  it('colours on a terminal only, and not where NO_COLOR is set', async () => {
    const onOne = await onTerminal(['status'], { env })
    expect([onOne.status, onOne.out]).toEqual([0, expect.stringContaining('\u001b[32m')])
    const plain = await onTerminal(['status'], { env: { ...env, NO_COLOR: '1' } })
    expect([plain.status, plain.out]).toEqual([0, expect.stringMatching(RUNNING)])
    expect(plain.out).not.toContain('\u001b')
    expect((await shell('$CLI status | cat', { env })).out).not.toContain('\u001b')
  })

  it('draws over itself on a terminal until the release is completed', async () => {
    gateway.reply([{ status: 1, createTimestamp: 1, grayPercentage: 1 }, 'busy', 'completed'])
    const { status, out } = await onTerminal(['status', '--watch', '--interval', '0.1'], { env })
    expect(status).toBe(0)
    expect(out).toContain('Checking every 0.1 seconds')
    expect(out.split(erased(6))).toHaveLength(2)
    expect(out).toContain('Completed')
  })

  it.each([
    // As a pipe ends: not needed, but harmless.
    [`${TOKEN}\r\u0004`, 0],
    [`${TOKEN.slice(0, 9)}\u0003`, 130],
  ])('does not show a token that is typed, %j', async (keys, expected) => {
    let typed = false
    const { status, out } = await onTerminal(['status', '--access-token-stdin'], {
      env: { WX_API_BASE_URL: gateway.baseUrl },
      keepStdin: true,
      onOut: (shown, child) => {
        if (typed || !shown.includes('access token')) return
        typed = true
        child.stdin?.write(keys)
      },
    })
    expect(out).not.toContain(TOKEN.slice(0, 9))
    expect([status, out]).toEqual([expected, expect.stringMatching(/not shown\):\r\n/)])
  })

  it('says that the output could not be written', async () => {
    const err = 'error: the output could not be written: no space left on the disk\n'
    expect(await shell('$CLI status > /dev/full', { env })).toMatchObject({ status: 1, err })
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends quietly at %s while it watches', async (signal, expected) => {
    const { status, err } = await command(['status', '--watch', '--json'], {
      env,
      onOut: (_out, child) => child.kill(signal),
    })
    expect([status, err]).toEqual([expected, ''])
  })
})

/** What was said, without the line breaks that fit it into the width. */
const unwrapped = (text: string): string => text.replace(/\n {2}/g, ' ')

describe('files', () => {
  // Nobody, not even root, makes a file in /proc; a folder without permission would not stop root.
  it.each([
    ['grant', '/proc/self'],
    ['init', '/proc/self'],
    ['init', '/proc/no/such/folder'],
  ])('says that nothing can be made there: %s %s', async (...args) => {
    const { status, out, err } = await command(args)
    expect([status, out]).toEqual([1, ''])
    expect(unwrapped(err)).toMatch(/^error: \/proc\/.+ was not (created|changed): .+\n$/)
  })

  const large = `{\n  "triggers": [],\n  "filler": "${'x'.repeat(3e6)}"\n}\n`

  it('leaves all as it was where the disk takes no more', async () => {
    folder.write('fn/config.json', large)
    const { out, err } = await shell(`ulimit -f 1000; $CLI grant '${folder.at('fn')}'`)
    expect(out).toBe('')
    expect(unwrapped(err)).toMatch(/was not changed: the limit for the size/)
    expect(folder.read('fn/config.json')).toBe(large)
    const init = await shell(`ulimit -f 100; $CLI init '${folder.at('new')}'`)
    expect(init.out).toBe('')
    expect(unwrapped(init.err)).toMatch(/was not created: the limit/)
    expect(folder.list()).toEqual(['fn', 'fn/config.json'])
  })

  /** Kills the command as soon as something has changed in a folder for the given number of times. */
  async function killedAt(change: number, args: string[], watched: string) {
    let changes = 0
    let watcher: FSWatcher | undefined
    const ended = await command(args, {
      onStart: (child) => {
        watcher = watch(watched, () => {
          changes += 1
          if (changes === change) child.kill('SIGKILL')
        })
      },
    })
    watcher?.close()
    return ended
  }

  it.each([1, 2, 3, 4])('leaves a file whole or as it was, killed at change %d', async (change) => {
    folder.write('fn/config.json', large)
    const { signal } = await killedAt(change, ['grant', folder.at('fn')], folder.at('fn'))
    if (change === 1) expect(signal).toBe('SIGKILL')
    const after = folder.read('fn/config.json')
    if (after !== large) expect(JSON.parse(after)).toHaveProperty('permissions')
  })
})

it('works in a folder that is gone, or says in words that it is', async () => {
  const gone = folder.at('gone')
  const inGone = (args: string) =>
    shell(`mkdir '${gone}' && cd '${gone}' && rmdir '${gone}' && $CLI ${args}`, { env })
  folder.write('fn/index.js', '')
  for (const args of ['--help', 'status', 'dev', `grant '${folder.at('fn')}'`])
    expect(await inGone(args)).toMatchObject({ status: 0, err: '' })
  for (const args of ['init', 'init x', 'grant x']) {
    const { status, out, err } = await inGone(args)
    expect([args, status, out]).toEqual([args, 1, ''])
    expect(err).toMatch(
      /^error: the current folder can't be used: .+\nIt may have been removed: .+\n$/,
    )
  }
})

it('says in one line that the runtime is too old', async () => {
  const old = "Object.defineProperty(process, 'versions', { value: { node: '16.20.2' } })"
  folder.write('old.cjs', old)
  const { status, out, err } = await shell(`NODE_OPTIONS='-r ${folder.at('old.cjs')}' $CLI --help`)
  expect([status, out]).toEqual([1, ''])
  expect(err).toMatch(/^error: wx-gray-release-plan needs Node\.js 18 or later, this is .+\n$/)
})

it('works from a packed tarball in an empty folder', async () => {
  const root = join(__dirname, '../..')
  const npm = (args: string[], cwd: string) =>
    execFileSync('npm', [...args, '--ignore-scripts', '--offline', '--no-audit', '--no-fund'], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const [packed] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder.path], root))
  folder.write('package.json', '{ "private": true }')
  npm(['install', `./${packed.filename}`], folder.path)
  const bin = folder.at('node_modules/.bin/wx-gray-release-plan')
  const run = (args: string) => shell(`'${bin}' ${args}`, { cwd: folder.path, env })

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(await run('--version')).toMatchObject({ status: 0, out: `${version}\n` })
  expect(await run('status')).toMatchObject({ status: 0, out: expect.stringMatching(RUNNING) })
  expect(await run('dev')).toMatchObject({ status: 0, out: expect.stringMatching(RUNNING) })
  expect(await run('init cloudfunctions')).toMatchObject({ status: 0, err: '' })
  const readyMade = readdirSync(join(root, 'cloudfunctions/getGrayReleasePlan'))
  expect(readyMade).toEqual(expect.arrayContaining(['config.json', 'index.js', 'package.json']))
  expect(readdirSync(folder.at('cloudfunctions/getGrayReleasePlan'))).toEqual(readyMade)
  folder.write('cloudfunctions/mine/index.js', '')
  expect(await run('grant cloudfunctions/mine')).toMatchObject({ status: 0, err: '' })
  expect(folder.list()).toContain('cloudfunctions/mine/config.json')
})
