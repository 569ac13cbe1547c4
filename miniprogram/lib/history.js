const { localTime } = require('./time')

/**
 * @typedef {import('./client').Point} Point
 * @typedef {import('./texts').Texts} Texts
 *
 * The history of the newest release of one account.
 * @typedef {object} Account
 * @property {string} name empty if the account has none
 * @property {Point[]} points oldest first
 */

/**
 * The accounts in the result of watchGrayRelease that have a history. The history is an extra of the
 * page: after any error there is none.
 * @param {import('./client').CallHistoryResult} result
 * @returns {Account[]}
 */
function accountsIn(result) {
  if (!result.ok) return []
  const { history, accounts = [{ history }] } = result
  return accounts
    .map(({ name, appid, history: points }) => ({ name: name || appid || '', points }))
    .filter(({ points }) => points.length > 0)
}

/**
 * The history as steps, which the page draws as boxes. All figures are percentages of the chart.
 * @param {Point[]} points
 * @param {number} now where the chart ends
 * @param {Texts} texts
 */
function chartOf(points, now, texts) {
  if (points.length < 2) return null
  const first = points[0]
  const last = points[points.length - 1]
  const span = Math.max(now, last.at) - first.at
  // All changes came at the same moment.
  if (!(span > 0)) return null
  const x = (/** @type {number} */ at) => ((at - first.at) / span) * 100
  const steps = points.map(({ at, grayPercentage }, index) => {
    const next = points[index + 1]
    const before = index === 0 ? grayPercentage : points[index - 1].grayPercentage
    return {
      left: x(at),
      width: x(next ? next.at : first.at + span) - x(at),
      height: grayPercentage,
      riseFrom: Math.min(before, grayPercentage),
      rise: Math.abs(grayPercentage - before),
    }
  })
  const from = localTime(first.at, now, texts)
  return {
    steps,
    from,
    to: texts.now,
    label: texts.historyLabel(from, first.grayPercentage, last.grayPercentage, points.length - 1),
  }
}

module.exports = { accountsIn, chartOf }
