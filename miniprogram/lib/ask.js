const { failure, NO_CLOUD, readFailure } = require('./failures')

/**
 * @typedef {import('../../src/core/result').GetGrayReleasePlanResult} GetGrayReleasePlanResult
 * @typedef {import('../../src/core/error').GrayReleasePlanError} GrayReleasePlanError
 * @typedef {import('../../src/core/plan').GrayReleasePlan} GrayReleasePlan
 * @typedef {import('./failures').Failure} Failure
 *
 * What asking came to: a plan, the function's error, or a failure to call the function at all.
 * @typedef {{ plan: GrayReleasePlan, error?: undefined, failure?: undefined }
 *   | { plan?: undefined, error: GrayReleasePlanError, failure?: undefined }
 *   | { plan?: undefined, error?: undefined, failure: Failure }} Answer
 */

const FUNCTION_NAME = 'getGrayReleasePlan'

/** The function answers within 10 s: longer than this, the call is lost somewhere on the way. */
const PATIENCE_MS = 20 * 1000

/**
 * Calls the cloud function and hands over its answer, once. Never throws.
 * @param {(answer: Answer) => void} tell
 * @returns {() => void} stops waiting: the answer is not handed over any more, and no timer is left
 */
function askForPlan(tell) {
  let waiting = true
  const stop = () => {
    waiting = false
    clearTimeout(timer)
  }
  /** @param {Answer} answer */
  const finish = (answer) => {
    if (!waiting) return
    stop()
    tell(answer)
  }
  const timer = setTimeout(() => {
    finish({ failure: failure('timed_out', `no answer within ${PATIENCE_MS / 1000} s`) })
  }, PATIENCE_MS)
  call().then(
    // Even where it came to nothing at all: the page must not stay on loading.
    (reply) => finish(readResult(Object(reply).result)),
    (thrown) => finish({ failure: readFailure(thrown) }),
  )
  return stop
}

/** @returns {Promise<{ result?: unknown }>} */
function call() {
  // Inside a promise, since a cloud that was not set up throws instead of rejecting.
  return Promise.resolve().then(() => {
    if (!wx.cloud) throw { errMsg: NO_CLOUD }
    return wx.cloud.callFunction({ name: FUNCTION_NAME })
  })
}

/** The page shows it: more than this says no more. */
const LONGEST_WORDS = 1000

/**
 * @param {unknown} value
 * @returns {Answer}
 */
function readResult(value) {
  const { ok, plan, error } = Object(value)
  if (ok === true && isPlan(Object(plan))) return { plan }
  if (ok === false && isError(Object(error))) return { error }
  const words = `unexpected result: ${JSON.stringify(value)}`
  return { failure: failure('not_ours', words.slice(0, LONGEST_WORDS)) }
}

// No more than what the page can't do without, so that a newer function may say more, or other words.

/** @param {{ [key: string]: unknown }} plan */
const isPlan = ({ status, statusCode, grayPercentage, createTimestamp }) =>
  typeof status === 'string' && [statusCode, grayPercentage, createTimestamp].every(Number.isFinite)

/** @param {{ [key: string]: unknown }} error */
const isError = ({ kind, errMsg, hint }) =>
  [kind, errMsg, Object(hint).zh, Object(hint).en].every((words) => typeof words === 'string')

module.exports = { askForPlan }
