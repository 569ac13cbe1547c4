/** A release moves slowly, and the function keeps a plan for 10 s: faster would show nothing new. */
const EVERY_MS = 30 * 1000
const SLOWEST_MS = 16 * EVERY_MS

/**
 * When to ask again: every half minute while the release is running, half as often with each error
 * in a row, not at all where nothing changes by itself.
 * @param {import('./view').State} state
 * @returns {number | undefined} milliseconds
 */
function nextAskMs({ answer, lastPlan, errors }) {
  if (!answer) return undefined
  const running = lastPlan !== undefined && lastPlan.status === 'running'
  const passing = !answer.ok && answer.error.retryable
  if (!running && !passing) return undefined
  return Math.min(EVERY_MS * 2 ** errors, SLOWEST_MS)
}

module.exports = { nextAskMs }
