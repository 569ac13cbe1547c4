import type { Hint } from '../core/error-codes'
import { MAX_TIME } from './plain'

const OFFSET_MS = 8 * 60 * 60 * 1000

/** A time in the zone of WeChat's own pages, wherever this runs: `2026-11-03 10:20`, and the zone. */
export function beijingTime(ms: number): Hint {
  const shifted = new Date(Math.min(ms + OFFSET_MS, MAX_TIME))
  const minutes = shifted
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d\d\.\d{3}Z$/, '')
  return { zh: `${minutes}（北京时间）`, en: `${minutes} Beijing time (UTC+8)` }
}
