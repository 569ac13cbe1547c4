import { Failure } from '../../failure'
import type { Session } from '../../session'

/**
 * Does work within some seconds. When they have passed, the signal of the session that the work got is
 * aborted, and its reason is the failure to throw.
 *
 * @param message - why it failed then
 */
export async function within<T>(
  session: Session,
  seconds: number,
  message: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { signal } = session
  const ending = new AbortController()
  const onAbort = (): void => ending.abort(signal.reason)
  signal.addEventListener('abort', onAbort)
  const timer = setTimeout(() => ending.abort(new Failure(message)), seconds * 1000)
  try {
    return await work({ ...session, signal: ending.signal })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
