import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Gateway } from '../../../testing'
import { Failure } from '../../failure'
import type { Session } from '../../session'
import { escapeControls } from '../../terminal'

/** How a cloud function is called. */
export interface FunctionCall {
  /** Of its index.js. */
  path: string
  gateway: Gateway
  /** The last hop of the call. */
  source: string
  openid: string
  /** Defaults of its environment variables. */
  env?: { [name: string]: string }
  /** Its timeout; the platform's default is 3 s. */
  seconds?: number
  /** The time that it sees; absent: the real one. */
  nowMs?: number
}

/**
 * Runs in a process of its own, so that the SDK finds the environment of a cloud function and nothing
 * else. It ends at once if nobody is left to receive the result.
 */
const RUNNER = `
  process.on('disconnect', () => process.exit())
  const { path, context, nowMs } = JSON.parse(process.argv[1])
  const { now } = Date
  const ahead = nowMs ? nowMs - now() : 0
  Date.now = () => now() + ahead
  require(path).main({}, context).then((result) => {
    process.send(result, () => process.exit())
  })
`

/** @throws Failure if the function ends without a result */
export async function runFunction<Result>(
  session: Session,
  call: FunctionCall,
): Promise<{ result: Result; log: string[] }> {
  const { texts } = session
  const { signal } = session.ending
  const { path, seconds = 3, nowMs } = call
  const context = {
    time_limit_in_ms: seconds * 1000,
    memory_limit_in_mb: 256,
    function_name: basename(dirname(path)),
    request_id: 'local',
  }
  const child = spawn(process.execPath, ['-e', RUNNER, JSON.stringify({ path, context, nowMs })], {
    env: environmentOf(session, call),
    // As in the cloud. The current folder may be gone.
    cwd: dirname(path),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let result: Result | undefined
  child.on('message', (message) => {
    result = message as Result
  })
  const stop = () => void child.kill('SIGKILL')
  signal.addEventListener('abort', stop)
  const outputs = [child.stdout, child.stderr].map((stream) => text(stream as Readable))
  await once(child, 'close')
  const [log, errors] = (await Promise.all(outputs)).map(linesOf) as [string[], string[]]
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (result) return { result, log }
  // The line that says why a process ended is the one that names an error.
  const error = errors.find((line) => /^\w*Error\b/.test(line)) ?? errors[0] ?? ''
  throw new Failure(texts.dev.crashed(escapeControls(error)))
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

/** The environment of a function: its caller, and the address of the gateway. */
function environmentOf(
  { env, language }: Session,
  { gateway, source, openid, env: defaults }: FunctionCall,
): { [name: string]: string | undefined } {
  // Settings of the function can be tried here too, but nobody is notified of an invented release.
  const settings = Object.entries(env).filter(([name]) => name.startsWith('GRAY_RELEASE_'))
  return {
    GRAY_RELEASE_LANGUAGE: language,
    ...defaults,
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
