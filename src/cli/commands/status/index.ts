import type { GetGrayReleasePlanResult } from '../../../core/result'
import { getGrayReleasePlanOverHttps } from '../../../https'
import { EXIT } from '../../failure'
import { drawPlan } from '../../render'
import { print, printError, type Session } from '../../session'
import { isInteractive } from '../../terminal'
import { baseUrlFrom } from './base-url-option'
import { within } from './deadline'
import { findCredential } from './find-credential'
import { telling } from './tell'
import { sayError } from './trouble'
import { appendingView, jsonView, redrawingView } from './views'
import { watch } from './watch'
import { readWatchOptions, type WatchOptions, type WatchSettings } from './watch-options'

/** Options of the command `status`. */
export interface StatusOptions extends WatchOptions {
  accessTokenStdin?: boolean
  cloudrun?: boolean
  baseUrl?: string
  json?: boolean
}

/** Asks WeChat over HTTPS for the staged release, once or until it has got as far as it is to get. */
export async function status(session: Session, options: StatusOptions): Promise<number> {
  const baseUrl = baseUrlFrom(session, options.baseUrl)
  const settings = readWatchOptions(session, options, baseUrl)
  const { timeout, until = 100 } = settings
  const asking = (session: Session) => run(session, options, baseUrl, settings)
  if (timeout === undefined) return asking(session)
  return within(session, timeout, session.texts.status.timedOut(timeout, until), asking)
}

async function run(
  session: Session,
  options: StatusOptions,
  baseUrl: string | undefined,
  settings: WatchSettings,
): Promise<number> {
  const { accessTokenStdin, cloudrun, interval, json } = options
  const { signal, texts } = session
  const credential = await findCredential(session, { accessTokenStdin, cloudrun, baseUrl })
  if (interval !== undefined && !options.watch) printError(session, [texts.status.noWatch])
  const ask = () => getGrayReleasePlanOverHttps(credential, { baseUrl, signal })
  if (options.watch) {
    const view = viewFor(session, options)
    const tell = telling(session, settings.channels, view.note)
    return watch(session, settings, { ask, view, tell })
  }
  const result = await ask()
  // Ended early: the error would only say so.
  signal.throwIfAborted()
  const exit = result.ok ? EXIT.plan : EXIT.failure
  if (json) jsonView(session).show(result, { exit })
  else show(session, result)
  return exit
}

function viewFor(session: Session, { json }: StatusOptions) {
  if (json) return jsonView(session)
  const lively = isInteractive(session.stdout, session.env)
  return lively ? redrawingView(session) : appendingView(session)
}

function show(session: Session, result: GetGrayReleasePlanResult): void {
  if (result.ok) print(session, ['', ...drawPlan(result.plan, session.look, session.now()), ''])
  else sayError(session, result.error)
}
