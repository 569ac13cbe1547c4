import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../../src/watch'
import { root } from '../typescript'
import { installed, type Service, startPostgres, startRedis } from './services.cjs'

const folder = join(root, '.cache/many-accounts')
const [postgres = '', redis = ''] = [
  ...readFileSync(join(root, 'docs/many-accounts.md'), 'utf8').matchAll(/^```js\n(.*?)^```$/gms),
].map(([, code]) => code)

/** The store of a sample, and a way to end its connections. */
function load(name: string, code: string): { store: Store; end(): Promise<unknown> } {
  const file = join(folder, `${name}.js`)
  writeFileSync(
    file,
    `${code}\nexports.end = () => ${name === 'redis' ? 'redis.quit' : 'pool.end'}()\n`,
  )
  return require(file)
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  symlinkSync(join(__dirname, 'node_modules'), join(folder, 'node_modules'))
})

const cases = [
  { name: 'redis', code: redis, start: startRedis, variable: 'REDIS_URL' },
  { name: 'postgres', code: postgres, start: startPostgres, variable: 'DATABASE_URL' },
] as const

describe.each(cases)('the sample for $name', ({ name, code, start, variable }) => {
  if (!installed[name]) {
    it.todo(`is not run: ${name} is not installed here`)
    return
  }
  let service: Service
  let sample: ReturnType<typeof load>

  beforeAll(async () => {
    service = await start()
    process.env[variable] = service.url
    if (name === 'postgres') {
      const { Client } = require(join(__dirname, 'node_modules/pg'))
      const client = new Client(service.url)
      await client.connect()
      await client.query('CREATE TABLE gray_release (key text PRIMARY KEY, value text NOT NULL)')
      await client.end()
    }
    sample = load(name, code)
  }, 60_000)

  afterAll(async () => {
    await sample?.end()
    await service?.stop()
  })

  it('reads what was written, and writes only what nobody else has changed', async () => {
    const { get, compareAndSet } = sample.store
    expect(await get('a')).toBeUndefined()
    expect(await compareAndSet('a', 'absent', '1')).toBe(false)
    expect(await compareAndSet('a', undefined, '1')).toBe(true)
    expect(await compareAndSet('a', undefined, '2')).toBe(false)
    expect(await compareAndSet('a', '2', '3')).toBe(false)
    expect(await get('a')).toBe('1')
    expect(await compareAndSet('a', '1', '版本 2')).toBe(true)
    expect(await get('a')).toBe('版本 2')
    expect(await get('b')).toBeUndefined()
  })

  it.each([undefined, 'first'])('lets one of twenty win, after %p', async (before) => {
    const { compareAndSet } = sample.store
    const key = `race-${before}`
    if (before) await compareAndSet(key, undefined, before)
    const tries = Array.from({ length: 20 }, (_, index) => compareAndSet(key, before, `${index}`))
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
  })
})
