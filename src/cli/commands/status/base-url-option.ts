import { isLoopback } from '../../../core/loopback'
import { baseUrlOption } from '../../../https/base-url'
import { incorrectUsage } from '../../failure'
import type { Session } from '../../session'

/**
 * Where WeChat's API is: as the option says, else as the environment does; undefined for WeChat's own.
 *
 * @throws Failure of incorrect usage that names which of them is wrong; what it holds may be a secret
 */
export function baseUrlFrom({ env, texts }: Session, option: string | undefined) {
  const parsed = baseUrlOption.safeParse(option ?? (env['WX_API_BASE_URL'] || undefined))
  if (parsed.success) return parsed.data ?? undefined
  const name = option === undefined ? 'WX_API_BASE_URL' : '--base-url'
  throw incorrectUsage(texts.status.wrongBaseUrl(name))
}

/** Whether a base URL that was checked leads to this machine, which is all that http is let through for. */
export const isOnThisMachine = (baseUrl: string | undefined): boolean =>
  baseUrl !== undefined && isLoopback(new URL(baseUrl).hostname)
