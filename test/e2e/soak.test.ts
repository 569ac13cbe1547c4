import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

interface Figures {
  broken: string[]
  figures: { target?: string; name?: string; calls: number; kinds?: { [kind: string]: number } }[]
}

/** The short form of `npm run soak`. */
async function soak(...args: string[]): Promise<Figures> {
  const script = join(__dirname, '../soak/index.mjs')
  const run = promisify(execFile)(process.execPath, [script, '--json', ...args])
  // Exit status 1 says what was broken, which is in the figures too.
  const { stdout } = await run.catch((failed: { stdout: string }) => failed)
  return JSON.parse(stdout)
}

jest.setTimeout(120_000)

const KINDS = 'credential environment invalid_response network ok permission quota system timeout'

it.each([
  ['facade', { timersLeft: 0, listenersLeft: 0 }, KINDS.split(' ')],
  ['https', {}, []],
])('keeps every promise in a storm of faults: %s', async (target, left, kinds) => {
  const { broken, figures } = await soak('--only', target, '--alone', '--calls', '1500')
  expect(broken).toEqual([])
  expect(figures).toMatchObject([{ target, calls: 1500, uncaught: [], ...left }])
  expect(Object.keys(figures[0]?.kinds ?? {})).toEqual(expect.arrayContaining(kinds))
})

it('lets nobody in who may not, and keeps the rules of the cache', async () => {
  const { broken, figures } = await soak('--only', 'function', '--function-calls', '1500')
  expect(broken).toEqual([])
  for (const storm of figures) {
    expect(storm).toMatchObject({
      plans: expect.any(Number),
      refused: expect.any(Number),
      wrong: 0,
    })
  }
})

it('sends each event in order and loses none, through kills and a database that fails', async () => {
  const { broken, figures } = await soak('--only', 'watch', '--checks', '60', '--kills', '2')
  expect(broken).toEqual([])
  const [storm] = figures as unknown as [{ checks: number; killed: number; accepted: number[] }]
  expect(storm.checks).toBeGreaterThan(40)
  expect(storm.killed).toBeGreaterThan(0)
  for (const accepted of storm.accepted) expect(accepted).toBeGreaterThan(10)
})

it('sends nothing twice if nothing is killed and the database answers in time', async () => {
  const { broken, figures } = await soak('--only', 'watch', '--checks', '60', '--kills', '0')
  expect(broken).toEqual([])
  const [storm] = figures as unknown as [{ killed: number; failed: number; repeated: number }]
  expect(storm.killed).toBe(0)
  if (storm.failed === 0) expect(storm.repeated).toBe(0)
})
