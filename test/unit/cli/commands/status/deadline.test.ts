import { within } from '../../../../../src/cli/commands/status/deadline'
import { Failure } from '../../../../../src/cli/failure'
import type { Session } from '../../../../../src/cli/session'

/** What the command runs in, as far as a deadline is concerned. */
const sessionWith = (signal: AbortSignal) => ({ signal, version: '1.2.3' }) as Session

const aborted = ({ signal }: Session) =>
  new Promise<unknown>((resolve) => {
    signal.addEventListener('abort', () => resolve(signal.reason))
  })

it('gives what the work comes to, and leaves nothing behind', async () => {
  const { signal } = new AbortController()
  const removed = jest.spyOn(signal, 'removeEventListener')
  let given: AbortSignal | undefined
  const value = await within(sessionWith(signal), 0.01, 'late', async (session) => {
    given = session.signal
    return session.version
  })
  expect(value).toBe('1.2.3')
  expect(removed).toHaveBeenCalledTimes(1)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(given?.aborted).toBe(false)
})

it('aborts the work with the failure to throw', async () => {
  const { signal } = new AbortController()
  const reason = await within(sessionWith(signal), 0.01, 'too late', aborted)
  expect(reason).toBeInstanceOf(Failure)
  expect(reason).toMatchObject({ message: 'too late', exitStatus: 1 })
  expect(signal.aborted).toBe(false)
})

it('passes on why the session itself ends', async () => {
  const ending = new AbortController()
  const running = within(sessionWith(ending.signal), 1000, 'late', aborted)
  ending.abort('reason')
  expect(await running).toBe('reason')
})

it('passes on what the work throws', async () => {
  const { signal } = new AbortController()
  const failing = within(sessionWith(signal), 1000, 'late', async () => {
    throw new Failure('no')
  })
  await expect(failing).rejects.toThrow('no')
})
