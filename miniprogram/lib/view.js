const { chartOf } = require('./history')
const { nextQueryMs } = require('./pace')
const { textsFor } = require('./texts')
const { clock, localTime, relativeTime } = require('./time')

/**
 * @typedef {import('./client').CallResult} CallResult
 * @typedef {import('../../src/core/plan').GrayReleasePlan} GrayReleasePlan
 * @typedef {import('../../src/core/plan').GrayReleaseStatus} GrayReleaseStatus
 * @typedef {import('./texts').Texts} Texts
 *
 * What the page knows.
 * @typedef {object} State
 * @property {CallResult} [answer] the last one
 * @property {GrayReleasePlan} [lastPlan] the last plan received, perhaps before an error
 * @property {import('./history').Account[]} accounts those with a history
 * @property {number} account index of the chosen one
 * @property {number} errors in a row
 * @property {number} answeredAt milliseconds
 * @property {string} language
 * @property {boolean} dark
 */

/** Colours by status, light and dark: a native progress bar takes no classes. */
const COLOURS = /** @type {{ [status in GrayReleaseStatus | 'loading']: [string, string] }} */ ({
  initial: ['#5b7a99', '#8aa6c1'],
  running: ['#07c160', '#12b765'],
  paused: ['#e08a1e', '#e39a3f'],
  completed: ['#07c160', '#12b765'],
  deleted: ['#8c8c8c', '#8f8f8f'],
  unknown: ['#6467f0', '#8385f5'],
  loading: ['#b2b2b2', '#5c5c5c'],
})
const REST = ['#e9ecea', '#333534']

/** The native icon of a problem: wait, set something up, or something went wrong. */
const ICONS = {
  wait: { type: 'waiting', colour: '#e08a1e' },
  set_up: { type: 'info', colour: '#10aeff' },
  wrong: { type: 'warn', colour: '#fa5151' },
}
const WAIT = ['system', 'timeout', 'network', 'quota', 'timed_out', 'limited', 'offline']
const SET_UP = ['forbidden', 'no_cloud', 'not_deployed', 'no_environment', 'not_ours']

/**
 * What the page draws.
 * @param {State} state
 */
function viewOf(state) {
  const texts = textsFor(state.language)
  const problem = state.answer && problemOf(state.answer, texts)
  // A plan from a few minutes ago is more useful than a page about a passing error.
  const passing = problem ? problem.retryable : false
  const keep = passing && state.lastPlan !== undefined
  return {
    labels: labelsOf(texts),
    theme: state.dark ? 'dark' : 'light',
    phase: !state.answer ? 'loading' : problem && !keep ? problem.phase : 'plan',
    plan: planOf(state.lastPlan, state, texts),
    chart: chartOfAccount(state, texts),
    accounts: state.accounts.map(({ name }) => name || texts.ownAccount),
    account: state.account,
    problem: problem && !keep ? problem : null,
    notice: problem && keep ? texts.stale(problem.title) : '',
    foot: footOf(state, texts),
  }
}

/**
 * @param {State} state
 * @param {Texts} texts
 */
function chartOfAccount({ lastPlan, accounts, account, answeredAt }, texts) {
  const chosen = accounts[account]
  return lastPlan && chosen ? chartOf(chosen.points, answeredAt, texts) : null
}

/** @param {Texts} texts */
function labelsOf({ again, copy, copyOpenid, created, details, history, openid, rid, steps }) {
  return { again, copy, copyOpenid, created, details, history, openid, rid, steps }
}

/**
 * @param {GrayReleasePlan | undefined} plan none before the first answer
 * @param {State} state
 * @param {Texts} texts
 */
function planOf(plan, { answeredAt, dark }, texts) {
  const shade = dark ? 1 : 0
  const rest = REST[shade]
  if (!plan) {
    const status = texts.loading
    const common = { status, crowd: status, colour: COLOURS.loading[shade], rest }
    const empty = { counts: '', percent: 0, number: '', lit: 0, chips: [] }
    return Object.assign(common, { mark: 'beat' }, empty)
  }
  const { createTimestamp, grayPercentage: percent } = plan
  const status = known(texts.status, plan.status)
  const lit = litOf(percent)
  const inProgress = status === 'running' || status === 'paused'
  const chips = []
  if (plan.supportDebugerFirst) chips.push(texts.membersFirst)
  if (plan.supportExperiencerFirst) chips.push(texts.trialFirst)
  return {
    status:
      status === 'unknown' ? `${texts.status.unknown} ${plan.statusCode}` : texts.status[status],
    mark: status === 'running' ? 'beat' : '',
    colour: COLOURS[status][shade],
    rest,
    percent,
    number: numberOf(percent),
    // A members-only release stays at 0% for as long as it lasts.
    counts: inProgress && percent === 0 ? texts.membersOnly : texts.share,
    lit,
    crowd: texts.crowd(lit),
    chips,
    created: momentOf(createTimestamp, answeredAt, texts),
    finish: finishOf(plan, inProgress, answeredAt, texts),
  }
}

/** WeChat releases a plan to everyone this long after its creation, unless it was completed or cancelled before. */
const DAY_15_S = 15 * 24 * 60 * 60

/**
 * When the release reaches everyone: as WeChat says in older replies, or by its rule of day 15.
 * @param {GrayReleasePlan} plan
 * @param {boolean} inProgress
 * @param {number} now
 * @param {Texts} texts
 */
function finishOf({ createTimestamp, defaultFinishTimestamp: finish }, inProgress, now, texts) {
  if (finish) return Object.assign({ label: texts.finish }, momentOf(finish, now, texts))
  if (inProgress && createTimestamp > 0) {
    const day15 = momentOf(createTimestamp + DAY_15_S, now, texts)
    return Object.assign({ label: texts.day15 }, day15)
  }
  return { label: texts.finish, relative: texts.finishUnknown, local: '' }
}

/**
 * A key that has a text, or `unknown`: a newer function may have more.
 * @template {string} Key
 * @param {{ [key in Key | 'unknown']: string }} texts
 * @param {Key} key
 */
const known = (texts, key) => (Object.keys(texts).includes(key) ? key : 'unknown')

/**
 * Two decimals at most, never rounded up. The small addition makes up for the rounding error of
 * 8.2 * 100.
 * @param {number} percent
 */
const numberOf = (percent) => String(Math.floor(percent * 100 + 1e-6) / 100)

/**
 * How many of a hundred users to light: all or none only if that is exact.
 * @param {number} percent
 */
const litOf = (percent) =>
  percent === 0 || percent === 100 ? percent : Math.min(99, Math.max(1, Math.round(percent)))

/**
 * @param {number} seconds 0 if WeChat doesn't know
 * @param {number} now
 * @param {Texts} texts
 */
const momentOf = (seconds, now, texts) =>
  seconds === 0
    ? { relative: texts.timeUnknown, local: '' }
    : {
        relative: relativeTime(seconds * 1000, now, texts),
        local: localTime(seconds * 1000, now, texts),
      }

/**
 * @param {CallResult} answer
 * @param {Texts} texts
 */
function problemOf(answer, texts) {
  if (answer.ok) return undefined
  const { error } = answer
  const { errCode, errMsg, retryable, rid } = error
  const kind = error.kind === 'function_failed' ? error.failure : error.kind
  const icon = WAIT.includes(kind) ? 'wait' : SET_UP.includes(kind) ? 'set_up' : 'wrong'
  const common = {
    kind,
    // No release in progress is a normal state: there is nothing to fix.
    phase: kind === 'no_plan' ? 'none' : 'problem',
    icon: ICONS[icon],
    hint: error.hint[texts.language],
    retryable,
    code: errCode ? `${kind} ${errCode}` : kind,
    errMsg,
    rid: rid || '',
    openid: '',
  }
  if (error.kind === 'function_failed') return Object.assign(common, texts.failures[error.failure])
  const title = texts.errors[known(texts.errors, error.kind)]
  const openid = (error.kind === 'forbidden' && error.openid) || ''
  return Object.assign(common, { title, openid, steps: openid ? texts.allowSteps : [] })
}

/**
 * @param {State} state
 * @param {Texts} texts
 */
function footOf(state, texts) {
  if (!state.answer) return []
  const next = nextQueryMs(state)
  const again = next === undefined ? texts.pull : texts.every(next / 1000)
  return [texts.updated(clock(state.answeredAt)), again]
}

module.exports = { viewOf }
