import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { promises as fs } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileStore } from '../../src/watch'

const PROCESSES = 10
const LAST = 800
const KILLS = 30

let folder: string

beforeAll(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'gray-release-'))
})
afterAll(() => fs.rm(folder, { recursive: true }))

it('ten processes, some of which are killed, never replace a value twice', async () => {
  const stored: number[] = []
  let killed = 0
  const start = (): ChildProcess => {
    const args = [folder, String(LAST)]
    const child = fork(join(__dirname, 'counting-process.cjs'), args)
    child.on('message', (next) => stored.push(Number(next)))
    return child
  }
  await Promise.all(
    Array.from({ length: PROCESSES }, async (_, index) => {
      for (;;) {
        const child = start()
        const ended = once(child, 'exit')
        if (killed < KILLS) {
          killed += 1
          await once(child, 'message')
          await new Promise((resolve) => setTimeout(resolve, 20 + ((index * 37) % 200)))
          child.kill('SIGKILL')
          await ended
        } else {
          expect(await ended).toEqual([0, null])
          return
        }
      }
    }),
  )
  // Each number was stored once; only those whose process died before it could say so are missing.
  expect(new Set(stored).size).toBe(stored.length)
  expect(Math.max(...stored)).toBeLessThanOrEqual(LAST)
  expect(stored.length).toBeGreaterThanOrEqual(LAST - KILLS)
  expect(await fileStore(folder).get('counter')).toBe(String(LAST))

  // Whatever killed processes left behind is deleted with the next value, but for the drafts of a key.
  expect(await fileStore(folder).compareAndSet('counter', String(LAST), 'end')).toBe(true)
  const [home] = (await fs.readdir(folder)).filter((name) => !name.startsWith('.'))
  const [inner, ...others] = await fs.readdir(join(folder, String(home)))
  expect(others).toEqual([])
  expect(await fs.readdir(join(folder, String(home), String(inner)))).toHaveLength(1)
}, 120_000)
