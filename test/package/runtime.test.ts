import { join } from 'node:path'
import { gateway } from '../gateway'
import { root } from '../typescript'
import { Consumer } from './consumer'

const { version } = require(join(root, 'package.json'))

let consumer: Consumer

beforeAll(async () => {
  consumer = await Consumer.install('runtime')
}, 180_000)

afterAll(() => consumer.remove())

beforeEach(() => gateway.reply('running'))

const REPORT = {
  version,
  permission: 'operation.getGrayReleasePlan',
  status: 'running',
  overHttps: 'running',
  told: true,
  refused: 'permission',
}

it.each([
  ['CommonJS JavaScript', 'commonjs.js'],
  ['ES-module JavaScript', 'module.mjs'],
])(
  '%s: every entry, the real SDK and HTTPS against the gateway',
  async (_name, file) => {
    const { stdout, failed } = await consumer.node([file])
    expect(failed).toBe('')
    expect(JSON.parse(stdout)).toEqual(REPORT)
  },
  30_000,
)

it('jest: a user’s tests with the fake SDK and the gateway', async () => {
  const { failed } = await consumer.node(['node_modules/jest/bin/jest.js', '--ci'])
  expect(failed).toBe('')
}, 60_000)

it('command: the installed wx-gray-release-plan', async () => {
  const command = 'node_modules/.bin/wx-gray-release-plan'
  expect((await consumer.node([command, '--version'])).stdout.trim()).toBe(version)
  const { stdout, failed } = await consumer.node([command, 'dev', '--json'])
  expect(failed).toBe('')
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, plan: { status: 'running' } })
}, 30_000)

describe('TypeScript', () => {
  it.each(['4.7', '6.0'])(
    '%s with the SDK’s own types: takes the SDK as it is',
    async (typescript) => {
      const flags = ['--noEmit', '--strict', '--target', 'es2020', '--module', 'node16']
      const tsc = `node_modules/typescript-${typescript}/bin/tsc`
      const { failed } = await consumer.node([
        tsc,
        ...flags,
        '--types',
        'node',
        'function/index.ts',
      ])
      expect(failed).toBe('')
    },
    120_000,
  )
})

/** Calls a function that WeChat's own host serves. */
async function call(source: string, env: object = {}): Promise<Response> {
  const url = await consumer.serve(source, { ...gateway.env, ...env })
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"event":1}',
  })
}

describe('@cloudbase/functions-framework:', () => {
  it('serves a user’s own function, bundled by esbuild, which imports the facade', async () => {
    const { failed } = await consumer.node([
      'node_modules/esbuild/bin/esbuild',
      'function/index.ts',
      '--bundle',
      '--platform=node',
      '--target=node16',
      '--outfile=bundled/index.js',
      '--log-level=warning',
    ])
    expect(failed).toBe('')
    const answer = await call('bundled/index.js')
    expect(await answer.text()).toBe('running')
    gateway.reply('no-permission')
    expect(await (await call('bundled/index.js')).text()).toBe('permission')
  }, 60_000)

  it('serves the ready-made function, and lets no stranger in', async () => {
    const installed = 'node_modules/wx-gray-release-plan/cloudfunctions/getGrayReleasePlan/index.js'
    const answer = await call(installed, { TCB_SOURCE: 'wx_http' })
    expect(await answer.json()).toMatchObject({ ok: true, plan: { status: 'running' } })
    const stranger = await call(installed, { TCB_SOURCE: 'wx_client' })
    expect(await stranger.json()).toMatchObject({ error: { kind: 'forbidden', attempts: 0 } })
  }, 60_000)
})
