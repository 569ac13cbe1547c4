import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { widthOf } from '../../src/cli/terminal'
import { SCENARIOS, startGateway } from '../../src/testing'
import { root } from '../typescript'
import { makeFolder } from '../unit/cli/folder'
import { type Ran, run } from '../unit/cli/run'

/*
 * What people see of each scenario, in both languages, on a wide and a narrow terminal. It is written to
 * .cache/scenarios/ too, to be read by a person.
 */
const FOLDER = join(root, '.cache/scenarios')
mkdirSync(FOLDER, { recursive: true })

const functionsDir = join(root, 'cloudfunctions')
const TABLES = (['en', 'zh'] as const).flatMap((lang) =>
  [80, 48].map((columns) => ({ lang, columns })),
)

/** A few at a time: some wait for their deadline. */
async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all([lane(), lane(), lane(), lane()])
}

describe.each(TABLES)('in $lang, at $columns columns', ({ lang, columns }) => {
  const given = { columns, functionsDir, now: Date.now }

  /** Keeps what each run printed, and expects it to fit. */
  function check(name: string, runs: ReadonlyMap<string, Ran>) {
    const text = [...runs].map(([title, { out, err }]) => `### ${title}\n${out}${err}`).join('\n')
    writeFileSync(join(FOLDER, `${name}-${lang}-${columns}.txt`), text)
    for (const [title, { out, err }] of runs) {
      expect(out + err).not.toBe('')
      const wide = `${out}${err}`.split('\n').filter((line) => widthOf(line) > columns)
      expect([title, wide]).toEqual([title, []])
    }
  }

  it('status fits', async () => {
    const runs = new Map<string, Ran>(
      SCENARIOS.map((name) => [name, { status: 0, out: '', err: '' }]),
    )
    await inLanes(SCENARIOS, async (name) => {
      const gateway = await startGateway({ reply: name })
      const env = { WX_API_BASE_URL: gateway.baseUrl, WX_APPID: 'wx1', WX_APPSECRET: 's' }
      runs.set(name, await run(['status', '--lang', lang], { ...given, env }))
      await gateway.close()
    })
    check('status', runs)
  }, 120_000)

  it('dev fits', async () => {
    const runs = new Map<string, Ran>()
    const names = ['running', 'no-permission', 'isolated', 'broken-json', 'quota']
    await inLanes(names, async (name) => {
      for (const of of ['getGrayReleasePlan', 'watchGrayRelease']) {
        const args = ['dev', of, '--scenario', name, '--lang', lang]
        runs.set(`${of} ${name}`, await run(args, given))
      }
    })
    runs.set('caller', await run(['dev', '--source', 'wx_client', '--lang', lang], given))
    runs.set('release', await run(['dev', 'watchGrayRelease', '--lang', lang], given))
    check('dev', runs)
  }, 120_000)

  it('the help and incorrect usage fit', async () => {
    const folder = makeFolder()
    const runs = new Map<string, Ran>()
    for (const args of [
      ['--help'],
      ...['dev', 'status', 'init', 'grant'].map((name) => [name, '--help']),
      ['statsu'],
      ['status'],
      ['status', '--until', '50'],
      ['status', '--notify', '--watch'],
      ['status', '--watch', '--created-after', 'yesterday'],
      ['status', '--base-url', 'http://x.example'],
      ['dev', '--scenario', 'nope'],
      ['init'],
      ['grant', '/nowhere'],
    ]) {
      runs.set(args.join(' '), await run([...args, '--lang', lang], { ...given, cwd: folder.path }))
    }
    folder.remove()
    check('usage', runs)
  }, 30_000)
})
