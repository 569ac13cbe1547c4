import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { type Gateway, type Reply, startGateway } from '../../src/testing'
import { root, textOf } from '../typescript'

const run = promisify(execFile)
const folder = join(root, '.cache/examples')
const at = (...parts: string[]) => join(folder, ...parts)
const exampleOf = (...parts: string[]) => textOf('examples', ...parts)

/** The examples as somebody has them who installed this package beside them. */
beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(root, 'examples'), folder, { recursive: true })
  mkdirSync(at('node_modules'))
  symlinkSync(root, at('node_modules/wx-gray-release-plan'))
})

const RUNNING = { ok: true, plan: { status: 'running', grayPercentage: 8 } }

it.each(readdirSync(join(root, 'examples')))('%s is explained in both languages', (name) => {
  expect(exampleOf(name, 'README.md')).toContain('README.zh-CN.md')
  expect(exampleOf(name, 'README.zh-CN.md')).toContain('README.md')
})

it.each(['cloud-function-typescript', 'cloud-function-javascript'])(
  '%s has the permission',
  (name) => {
    const permission = JSON.parse(textOf('config.json'))
    expect(JSON.parse(exampleOf(name, 'config.json'))).toEqual(permission)
  },
)

it('cloud-function-typescript is built, and answers', async () => {
  const cwd = at('cloud-function-typescript')
  const PATH = `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`
  const { stdout } = await run('npm', ['run', '--silent', 'try'], {
    cwd,
    env: { ...process.env, PATH },
  })
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject(RUNNING)
  expect(readdirSync(join(cwd, 'dist')).sort()).toEqual(['config.json', 'index.js', 'package.json'])
}, 120_000)

it('cloud-function-javascript answers', async () => {
  const { stdout } = await run('node', ['try.js'], { cwd: at('cloud-function-javascript') })
  expect(JSON.parse(stdout)).toMatchObject(RUNNING)
}, 60_000)

describe('mini-program-page', () => {
  /** What the page shows once the function has answered. */
  async function shown(answer: unknown): Promise<object> {
    let page: { data: object; onLoad(): Promise<void>; setData?(data: object): void } | undefined
    runInNewContext(exampleOf('mini-program-page/pages/release/index.js'), {
      // As 构建 npm of the DevTools packs it, one file for each entry.
      require: (name: string) => require(join(root, name.replace('wx-gray-release-plan', 'dist'))),
      wx: { cloud: { callFunction: async () => answer } },
      Page: (given: typeof page) => {
        page = given
      },
    })
    if (!page) throw new Error('there is no page')
    const { data } = page
    page.setData = (changed) => Object.assign(data, changed)
    await page.onLoad()
    return data
  }

  it('shows the plan', async () => {
    const plan = { status: 'running', statusCode: 1, grayPercentage: 8, createTimestamp: 1 }
    expect(await shown({ result: { ok: true, plan } })).toMatchObject({
      percentage: 8,
      status: 'running',
      problem: '',
    })
  })

  it('says why there is none', async () => {
    expect(await shown({})).toMatchObject({
      percentage: -1,
      problem: expect.stringMatching(/\p{Script=Han}/u),
    })
  })
})

describe('cloudrun-service', () => {
  let service: ChildProcess | undefined
  afterEach(() => service?.kill('SIGKILL'))

  /** Starts the service as its image does; gives its address. */
  function start(env: NodeJS.ProcessEnv): Promise<string> {
    const started = spawn(process.execPath, ['server.js'], {
      cwd: at('cloudrun-service'),
      env: { ...env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    service = started
    return new Promise((resolve, reject) => {
      started.once('exit', () => reject(new Error('the service ended')))
      started.stdout.once('data', (text) => {
        resolve(`http://127.0.0.1:${/\d+/.exec(String(text))?.[0]}`)
      })
    })
  }

  it.each([
    [true, 200, RUNNING],
    [false, 502, { ok: false, error: { errCode: 41001 } }],
  ])(
    'with the open API service on: %s',
    async (cloudRun, status, answer) => {
      const gateway = await startGateway({ cloudRun })
      const address = await start({
        WX_API_BASE_URL: gateway.baseUrl,
        CERTIFICATE_FILE: at('cloudrun-service/server.js'),
      })
      const response = await fetch(address)
      expect([response.status, await response.json()]).toMatchObject([status, answer])
      expect(gateway.requests).toHaveLength(1)
      await gateway.close()
    },
    60_000,
  )

  it('has an image with a pinned base, and no root', () => {
    const lines = exampleOf('cloudrun-service/Dockerfile').trim().split('\n')
    expect(lines[0]).toMatch(/^FROM node:\d+\.\d+\.\d+-alpine\d+\.\d+$/)
    expect(lines).toContain('USER node')
    expect(lines.at(-1)).toBe('CMD ["node", "server.js"]')
  })
})

describe('ci-gate', () => {
  const workflow = exampleOf('ci-gate/gate.yml')
  const script = (/^ {8}run: \|\n((?: {10}.*\n)+)/m.exec(workflow)?.[1] ?? '').replace(
    /^ {10}/gm,
    '',
  )
  const variables = workflow.match(/(?<=^ {10})[A-Z_]+(?=: \$\{\{)/gm)

  let gateway: Gateway
  beforeAll(async () => {
    gateway = await startGateway({ releaseSeconds: 10 })
    // The package that is to be published, which has less patience.
    const [major] = JSON.parse(textOf('package.json')).version.split('.')
    const npx = `#!/bin/sh
      [ "$1 $2" = "--yes wx-gray-release-plan@${major}" ] || exit 99
      shift 2
      exec '${process.execPath}' '${join(root, 'dist/cli.js')}' "$@" --interval 0.2`
    mkdirSync(at('bin'))
    writeFileSync(at('bin/npx'), npx, { mode: 0o755 })
  })
  afterAll(() => gateway.close())

  /** Runs the step as a runner does; gives its exit status. */
  function gate(reply: Reply, given: NodeJS.ProcessEnv = {}): Promise<number | null> {
    gateway.reply(reply)
    const env = {
      PATH: `${at('bin')}:${process.env['PATH']}`,
      WX_API_BASE_URL: gateway.baseUrl,
      WX_APPID: 'wx0123456789abcdef',
      WX_APPSECRET: 'secret',
      GRAY_RELEASE_NOTIFY: gateway.robots.feishu.channel,
      CREATED_AFTER: '2023-11-14T22:13:20+00:00',
      ...given,
    }
    expect(Object.keys(env)).toEqual(expect.arrayContaining(variables ?? ['none']))
    const child = spawn('bash', ['-e', '-c', script], { env, stdio: 'ignore' })
    return new Promise((resolve) => {
      child.once('exit', resolve)
    })
  }

  const before = { status: 3, createTimestamp: 1_700_000_000, grayPercentage: 100 }
  const withdrawn = { status: 4, createTimestamp: 1_700_000_001, grayPercentage: 20 }

  it('opens when half of the users have the release, and at none before it', async () => {
    expect(await gate([before, 'no-plan', 'running'])).toBe(0)
    const { requests, robots } = gateway
    expect(requests.filter(({ kind }) => kind === 'https').length).toBeGreaterThan(2)
    expect(robots.feishu.messages[0]).toMatch(/ · Staged release started: /)
  }, 60_000)

  it('fails if the release is cancelled, or if it does not know which one is meant', async () => {
    expect(await gate(withdrawn)).toBe(1)
    expect(await gate(before, { CREATED_AFTER: '' })).toBe(2)
    expect(await gate('running', { GRAY_RELEASE_NOTIFY: '' })).toBe(2)
  }, 60_000)
})
