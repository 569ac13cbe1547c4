import type { Env } from '../../core/env'
import { setting, type Warn } from '../settings'

const CACHE_SECONDS = 'GRAY_RELEASE_CACHE_SECONDS'
const DEFAULT_SECONDS = 10

/** How long a plan is cached, in seconds: 0 (off) to 3600. */
export function cacheSeconds(env: Env, warn: Warn): number {
  const text = setting(env, CACHE_SECONDS)
  if (text === '') return DEFAULT_SECONDS
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (seconds <= 3600) return seconds
  warn(CACHE_SECONDS, `must be a number of seconds from 0 to 3600; ${DEFAULT_SECONDS} is used`)
  return DEFAULT_SECONDS
}
