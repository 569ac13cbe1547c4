import type { Gateway } from '../../../testing'
import { Failure } from '../../failure'
import type { Session } from '../../session'
import { escapeControls } from '../../terminal'
import type { FunctionRun } from './run-function'

/** The environment of a function: its caller, and the address of the gateway. */
export function functionEnv(
  { env }: Session,
  gateway: Gateway,
  { source, openid }: { source: string; openid: string },
): { [name: string]: string | undefined } {
  // Settings of the function can be tried here too, but nobody is notified of an invented release.
  const settings = Object.entries(env).filter(([name]) => name.startsWith('GRAY_RELEASE_'))
  return {
    ...Object.fromEntries(settings),
    GRAY_RELEASE_NOTIFY: gateway.robots.wecom.channel,
    // Without it no socket opens on Windows.
    ...(env['SystemRoot'] !== undefined && { SystemRoot: env['SystemRoot'] }),
    ...gateway.env,
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID',
    WX_OPENID: openid,
    WX_APPID: 'wx0000000000000000',
    TCB_SOURCE: source,
  }
}

/** The result of a function; the command ends if it was interrupted, or if there is no result. */
export function resultOf<Result>(
  { signal, texts }: Session,
  { result, stderr }: FunctionRun<Result>,
): Result {
  signal.throwIfAborted()
  if (!result) throw new Failure(texts.dev.crashed(errorIn(stderr)))
  return result
}

/** The line that says why a process ended: the one that names an error. */
function errorIn(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  return escapeControls(lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0] ?? '')
}
