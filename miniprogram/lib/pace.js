/** A release progresses slowly, and the function caches a plan for 10 s. */
const EVERY_MS = 30 * 1000
const SLOWEST_MS = 16 * EVERY_MS

/**
 * When to query again: every half minute while the release is running, half as often after each error
 * in a row, and not at all if nothing can change by itself.
 * @param {import('./view').State} state
 * @returns {number | undefined} milliseconds
 */
function nextQueryMs({ answer, lastPlan, errors }) {
  if (!answer) return undefined
  const running = lastPlan !== undefined && lastPlan.status === 'running'
  const passing = !answer.ok && answer.error.retryable
  if (!running && !passing) return undefined
  return Math.min(EVERY_MS * 2 ** errors, SLOWEST_MS)
}

module.exports = { nextQueryMs }
