import type { GetGrayReleasePlanResult } from '../../../core/result'
import { getGrayReleasePlanOverHttps } from '../../../https'
import { EXIT, wrongUsage } from '../../failure'
import { drawPlan } from '../../render'
import { print, printError, type Session } from '../../session'
import { escapeControls, isInteractive, jsonLine } from '../../terminal'
import { baseUrlFrom, isOnThisMachine } from './base-url-option'
import { findCredential } from './find-credential'
import { sayError } from './trouble'
import { appendingView, jsonView, redrawingView } from './views'
import { watch } from './watch'

/** Options of the command `status`. */
export interface StatusOptions {
  accessTokenStdin?: boolean
  cloudrun?: boolean
  baseUrl?: string
  json?: boolean
  watch?: boolean
  /** Seconds between two questions, as typed. */
  interval?: string
}

const DEFAULT_INTERVAL = '60'
/** Asking more often would use up WeChat's quota of the day. */
const LEAST_SECONDS = 1
const MOST_SECONDS = 86_400

/** Asks WeChat over HTTPS for the staged release, once or until it is over. */
export async function status(session: Session, options: StatusOptions): Promise<number> {
  const { accessTokenStdin, cloudrun, interval } = options
  const baseUrl = baseUrlFrom(session, options.baseUrl)
  const seconds = secondsOf(session, interval ?? DEFAULT_INTERVAL, baseUrl)
  const credential = await findCredential(session, { accessTokenStdin, cloudrun, baseUrl })
  if (interval !== undefined && !options.watch) printError(session, [session.texts.status.noWatch])
  const ask = () => getGrayReleasePlanOverHttps(credential, { baseUrl, signal: session.signal })
  if (options.watch) return watch(session, ask, seconds, viewFor(session, options))
  const result = await ask()
  // Ended early: the error would only say so.
  session.signal.throwIfAborted()
  show(session, result, options.json)
  return result.ok ? EXIT.plan : EXIT.failure
}

function secondsOf({ texts }: Session, given: string, baseUrl: string | undefined): number {
  const seconds = /^\d*\.?\d+$/.test(given) ? Number(given) : 0
  const isEnough = seconds >= LEAST_SECONDS || (seconds > 0 && isOnThisMachine(baseUrl))
  if (isEnough && seconds <= MOST_SECONDS) return seconds
  throw wrongUsage(texts.status.wrongInterval(escapeControls(given)))
}

function viewFor(session: Session, { json }: StatusOptions) {
  if (json) return jsonView(session)
  const lively = isInteractive(session.stdout, session.env)
  return lively ? redrawingView(session) : appendingView(session)
}

function show(session: Session, result: GetGrayReleasePlanResult, json: boolean | undefined): void {
  if (json) session.stdout.write(jsonLine(result))
  else if (result.ok)
    print(session, ['', ...drawPlan(result.plan, session.look, session.now()), ''])
  else sayError(session, result.error)
}
