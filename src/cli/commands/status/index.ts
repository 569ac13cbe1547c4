import { type CallOptions, getGrayReleasePlanOverHttps } from '../../../https'
import { EXIT, Failure } from '../../failure'
import { drawPlan } from '../../render'
import type { Session } from '../../session'
import { atTerminal } from './at-terminal'
import { findCredential } from './credential'
import { readStatusOptions, type StatusOptions } from './options'
import { jsonView, reportError, viewFor } from './views'
import { checksOf, watch } from './watch'

/** Queries the staged release over HTTPS, once or until it has reached its goal. */
export async function status(session: Session, options: StatusOptions): Promise<number> {
  const { texts, env, look, now, ending } = session
  const settings = readStatusOptions(session, options)
  const { timeout, until = 100, store, baseUrl } = settings
  if (timeout !== undefined) {
    const { timedOut, timedOutUnstarted } = texts.status
    const late = until > 0 ? timedOut(timeout, until) : timedOutUnstarted(timeout)
    setTimeout(() => ending.abort(new Failure(late)), timeout * 1000).unref()
  }
  const { credential, appid } = await findCredential(session, options, settings)
  if (options.interval !== undefined && !options.watch) session.printNotes([texts.status.noWatch])
  const query = async (limits: CallOptions) => {
    const result = await getGrayReleasePlanOverHttps(credential, { baseUrl, ...limits })
    return atTerminal(result, credential, baseUrl)
  }
  const { name = env['GRAY_RELEASE_NAME'] } = options
  const account = { ...(appid && { appid }), ...(name && { name }) }
  const check = checksOf(session, settings, account, query)
  if (options.watch) return watch(session, settings, check, viewFor(session, options.json))
  /** Its result is not kept. */
  const once = async () => {
    const result = await query({ signal: ending.signal })
    // Ended early: the error would only say so.
    ending.signal.throwIfAborted()
    return { result, notes: [] }
  }
  const { result, notes } = await (store ? check() : once())
  const exit = result.ok ? EXIT.plan : EXIT.failure
  if (options.json) jsonView(session)(result, { exit }, notes)
  else {
    if (result.ok) session.print(['', ...drawPlan(result.plan, look, now()), ''])
    else reportError(session, result.error)
    session.printNotes(notes)
  }
  return exit
}
