import type { GrayReleasePlanError } from '../../../core/error'
import { errorLines } from '../../render'
import { type Look, print, printError, type Session } from '../../session'

/** An error that may be of the way to WeChat, and not of WeChat. */
const ON_THE_WAY = ['network', 'timeout']

/** What to know about an error besides what is in it: that a proxy was set, which Node.js may not have used. */
export function notesOn({ env, texts }: Session, error: GrayReleasePlanError): string[] {
  const proxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find((name) => env[name])
  const concerned = proxy !== undefined && ON_THE_WAY.includes(error.kind)
  return concerned ? [texts.status.proxy(proxy)] : []
}

/** The error in two lines, and what else to know about it. */
export const troubleLines = (
  session: Session,
  error: GrayReleasePlanError,
  look: Look,
): string[] => [...errorLines(error, look), ...notesOn(session, error)]

/** Tells why there is no plan to show; that no release is under way is an answer and no error. */
export function sayError(session: Session, error: GrayReleasePlanError): void {
  if (error.kind === 'no_plan') print(session, [session.texts.plan.none])
  else printError(session, troubleLines(session, error, session.errorLook))
}
