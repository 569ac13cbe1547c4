import { mkdir } from 'node:fs/promises'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { type CallOptions, getGrayReleasePlanOverHttps } from '../../../https'
import { EXIT } from '../../failure'
import { drawPlan } from '../../render'
import { print, printError, type Session } from '../../session'
import { isInteractive } from '../../terminal'
import { atTerminal } from './at-terminal'
import { baseUrlFrom } from './base-url-option'
import { checksOf, type StatusCheck } from './checks'
import { within } from './deadline'
import { findCredential } from './find-credential'
import { appendingView, jsonView, redrawingView, reportError } from './views'
import { watch } from './watch'
import { readWatchOptions, type WatchOptions, type WatchSettings } from './watch-options'

const PRIVATE = { recursive: true, mode: 0o700 } as const

/** Options of the command `status`. */
export interface StatusOptions extends WatchOptions {
  accessTokenStdin?: boolean
  cloudrun?: boolean
  baseUrl?: string
  json?: boolean
}

/** Queries the staged release over HTTPS, once or until it has reached its goal. */
export async function status(session: Session, options: StatusOptions): Promise<number> {
  const baseUrl = baseUrlFrom(session, options.baseUrl)
  const settings = readWatchOptions(session, options, baseUrl)
  const { timeout, until = 100 } = settings
  const running = (session: Session) => run(session, options, baseUrl, settings)
  if (timeout === undefined) return running(session)
  return within(session, timeout, session.texts.status.timedOut(timeout, until), running)
}

async function run(
  session: Session,
  options: StatusOptions,
  baseUrl: string | undefined,
  settings: WatchSettings,
): Promise<number> {
  const { accessTokenStdin, cloudrun, interval, json } = options
  const { texts, env } = session
  const { state } = settings
  // It is for the user alone: tokens may be in it. What is wrong with it, the store reports.
  if (state !== undefined) await mkdir(state, PRIVATE).catch((thrown) => void thrown)
  const { credential, appid } = await findCredential(session, {
    accessTokenStdin,
    cloudrun,
    baseUrl,
    state,
  })
  if (interval !== undefined && !options.watch) printError(session, [texts.status.noWatch])
  const query = async (limits: CallOptions) =>
    atTerminal(
      await getGrayReleasePlanOverHttps(credential, { baseUrl, ...limits }),
      credential,
      baseUrl,
    )
  const { name = env['GRAY_RELEASE_NAME'] } = options
  const account = { ...(appid && { appid }), ...(name && { name }) }
  const check = checksOf(session, settings, account, query)
  if (options.watch) return watch(session, settings, check, viewFor(session, options))
  const { result, notes } = await (state === undefined ? ask(session, query) : check())
  const exit = result.ok ? EXIT.plan : EXIT.failure
  if (json) jsonView(session).show(result, { exit })
  else show(session, result)
  if (notes.length > 0) printError(session, notes)
  return exit
}

/** A query whose result nobody keeps. */
async function ask(
  { signal }: Session,
  query: (limits: CallOptions) => Promise<GetGrayReleasePlanResult>,
): Promise<Pick<StatusCheck, 'result' | 'notes'>> {
  const result = await query({ signal })
  // Ended early: the error would only say so.
  signal.throwIfAborted()
  return { result, notes: [] }
}

function viewFor(session: Session, { json }: StatusOptions) {
  if (json) return jsonView(session)
  const lively = isInteractive(session.stdout, session.env)
  return lively ? redrawingView(session) : appendingView(session)
}

function show(session: Session, result: GetGrayReleasePlanResult): void {
  if (result.ok) print(session, ['', ...drawPlan(result.plan, session.look, session.now()), ''])
  else reportError(session, result.error)
}
