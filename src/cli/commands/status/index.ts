import { type CallOptions, getGrayReleasePlanOverHttps } from '../../../https'
import { EXIT } from '../../failure'
import { drawPlan } from '../../render'
import { print, printError, type Session } from '../../session'
import { isInteractive } from '../../terminal'
import { atTerminal } from './at-terminal'
import { checksOf } from './checks'
import { within } from './deadline'
import { findCredential } from './find-credential'
import { readStatusOptions, type StatusOptions, type StatusSettings } from './options'
import { appendingView, jsonView, redrawingView, reportError } from './views'
import { watch } from './watch'

/** Queries the staged release over HTTPS, once or until it has reached its goal. */
export async function status(session: Session, options: StatusOptions): Promise<number> {
  const settings = readStatusOptions(session, options)
  const { timeout, until = 100 } = settings
  if (timeout === undefined) return run(session, options, settings)
  const message = session.texts.status.timedOut(timeout, until)
  return within(session, timeout, message, (session) => run(session, options, settings))
}

async function run(
  session: Session,
  options: StatusOptions,
  settings: StatusSettings,
): Promise<number> {
  const { texts, env, signal, look, now } = session
  const { state, baseUrl } = settings
  const { credential, appid } = await findCredential(session, options, settings)
  if (options.interval !== undefined && !options.watch) printError(session, [texts.status.noWatch])
  const query = async (limits: CallOptions) => {
    const result = await getGrayReleasePlanOverHttps(credential, { baseUrl, ...limits })
    return atTerminal(result, credential, baseUrl)
  }
  const { name = env['GRAY_RELEASE_NAME'] } = options
  const account = { ...(appid && { appid }), ...(name && { name }) }
  const check = checksOf(session, settings, account, query)
  if (options.watch) return watch(session, settings, check, viewFor(session, options))
  /** Its result is not kept. */
  const once = async () => {
    const result = await query({ signal })
    // Ended early: the error would only say so.
    signal.throwIfAborted()
    return { result, notes: [] }
  }
  const { result, notes } = await (state === undefined ? once() : check())
  const exit = result.ok ? EXIT.plan : EXIT.failure
  if (options.json) jsonView(session).show(result, { exit })
  else if (result.ok) print(session, ['', ...drawPlan(result.plan, look, now()), ''])
  else reportError(session, result.error)
  if (notes.length > 0) printError(session, notes)
  return exit
}

function viewFor(session: Session, { json }: StatusOptions) {
  if (json) return jsonView(session)
  const lively = isInteractive(session.stdout, session.env)
  return lively ? redrawingView(session) : appendingView(session)
}
