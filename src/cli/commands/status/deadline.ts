import { Failure } from '../../failure'
import type { Session } from '../../session'

/** Does work. After some seconds, the signal that it gets is aborted, with a failure to throw. */
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
