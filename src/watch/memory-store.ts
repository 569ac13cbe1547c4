import type { Store } from '../core/store'

/**
 * A store in the memory of this process: for tests, and for a process that never restarts.
 *
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 * import { createWatcher, memoryStore } from 'wx-gray-release-plan/watch'
 *
 * const watcher = createWatcher({
 *   query: (limits) =>
 *     getGrayReleasePlanOverHttps({ accessToken: process.env.WX_ACCESS_TOKEN ?? '' }, limits),
 *   store: memoryStore(),
 * })
 * ```
 */
export function memoryStore(): Store {
  const values = new Map<string, string>()
  return {
    get: async (key) => values.get(key),
    compareAndSet: async (key, before, next) => {
      if (values.get(key) !== before) return false
      values.set(key, next)
      return true
    },
  }
}
