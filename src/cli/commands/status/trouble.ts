import type { GrayReleasePlanError } from '../../../core/error'
import { errorLines } from '../../render'
import { type Look, print, printError, type Session } from '../../session'

/** An error that may be of the way to WeChat, and not of WeChat. */
const ON_THE_WAY = ['network', 'timeout']

/** The error in two lines, and one more if a proxy was set that Node.js may not have used. */
export function troubleLines(
  { env, texts }: Session,
  error: GrayReleasePlanError,
  look: Look,
): string[] {
  const proxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find((name) => env[name])
  const concerned = proxy !== undefined && ON_THE_WAY.includes(error.kind)
  return [...errorLines(error, look), ...(concerned ? [texts.status.proxy(proxy)] : [])]
}

/** Tells why there is no plan to show; that no release is under way is an answer and no error. */
export function sayError(session: Session, error: GrayReleasePlanError): void {
  if (error.kind === 'no_plan') print(session, [session.texts.plan.none])
  else printError(session, troubleLines(session, error, session.errorLook))
}
