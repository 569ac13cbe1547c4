import { getGrayReleasePlanOverHttps } from '../https'
import type { GetGrayReleasePlanResult } from '../result'
import { findCredential } from './credential'
import { EXIT, wrongUsage } from './failure'
import { drawPlan, errorLines } from './render'
import { print, type Session, tell } from './session'
import { harmless, isLively, jsonLine } from './terminal'
import { appendingView, jsonView, redrawingView, watch } from './watch'

/** Options of the command `status`. */
export interface StatusOptions {
  accessTokenStdin?: boolean
  baseUrl?: string
  json?: boolean
  watch?: boolean
  /** Seconds between two questions, as typed. */
  interval?: string
}

const DEFAULT_INTERVAL = '60'
const MOST_SECONDS = 86_400

/** Asks WeChat over HTTPS for the staged release, once or until it is over. */
export async function status(session: Session, options: StatusOptions): Promise<number> {
  const seconds = secondsOf(session, options.interval ?? DEFAULT_INTERVAL)
  const baseUrl = options.baseUrl ?? (session.env['WX_API_BASE_URL'] || undefined)
  const { accessTokenStdin } = options
  const credential = await findCredential(session, { accessTokenStdin, baseUrl })
  const ask = () => getGrayReleasePlanOverHttps(credential, { baseUrl, signal: session.signal })
  if (options.watch) return watch(session, ask, seconds, viewFor(session, options, seconds))
  const result = await ask()
  // Ended early: the error would only say so.
  if (!session.signal.aborted) show(session, result, options.json)
  return result.ok ? EXIT.plan : EXIT.failure
}

function secondsOf({ texts }: Session, given: string): number {
  const seconds = /^\d*\.?\d+$/.test(given) ? Number(given) : 0
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds
  throw wrongUsage(texts.status.wrongInterval(harmless(given)))
}

function viewFor(session: Session, { json }: StatusOptions, seconds: number) {
  if (json) return jsonView(session)
  const lively = isLively(session.stdout, session.env)
  return lively ? redrawingView(session, seconds) : appendingView(session)
}

function show(session: Session, result: GetGrayReleasePlanResult, json: boolean | undefined): void {
  if (json) session.stdout.write(jsonLine(result))
  else if (result.ok)
    print(session, ['', ...drawPlan(result.plan, session.look, session.now()), ''])
  else tell(session, errorLines(result.error, session.errorLook))
}
