import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { startGateway } from '../../src/testing'
import { root } from '../typescript'

const run = promisify(execFile)
const folder = join(root, '.cache/examples')
const at = (...parts: string[]) => join(folder, ...parts)
const textOf = (...parts: string[]) => readFileSync(join(root, 'examples', ...parts), 'utf8')

/** The examples as somebody has them who installed this package beside them. */
beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(root, 'examples'), folder, { recursive: true })
  mkdirSync(at('node_modules'))
  symlinkSync(root, at('node_modules/wx-gray-release-plan'))
})

const RUNNING = { ok: true, plan: { status: 'running', grayPercentage: 8 } }

it.each(readdirSync(join(root, 'examples')))('%s is explained in both languages', (name) => {
  expect(textOf(name, 'README.md')).toContain('README.zh-CN.md')
  expect(textOf(name, 'README.zh-CN.md')).toContain('README.md')
})

it.each(['cloud-function-typescript', 'cloud-function-javascript'])(
  '%s has the permission',
  (name) => {
    const permission = JSON.parse(readFileSync(join(root, 'config.json'), 'utf8'))
    expect(JSON.parse(textOf(name, 'config.json'))).toEqual(permission)
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
    runInNewContext(textOf('mini-program-page/pages/release/index.js'), {
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
    const lines = textOf('cloudrun-service/Dockerfile').trim().split('\n')
    expect(lines[0]).toMatch(/^FROM node:\d+\.\d+\.\d+-alpine\d+\.\d+$/)
    expect(lines).toContain('USER node')
    expect(lines.at(-1)).toBe('CMD ["node", "server.js"]')
  })
})
