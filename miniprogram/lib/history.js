const { localTime } = require('./time')

/**
 * @typedef {import('./client').ClientCloud} ClientCloud
 * @typedef {import('./texts').Texts} Texts
 *
 * What the release was from a time on, as watchGrayRelease tells it.
 * @typedef {object} Point
 * @property {number} at milliseconds
 * @property {string} status
 * @property {number} grayPercentage
 */

/**
 * How the newest release went, from the cloud function watchGrayRelease. The page has it beside the
 * number, if it is there: whatever goes wrong, there is none.
 * @param {ClientCloud} cloud
 * @returns {Promise<Point[]>} oldest first
 */
function askHistory(cloud) {
  return new Promise((resolve) => {
    resolve(cloud.callFunction({ name: 'watchGrayRelease' }))
  }).then(
    (/** @type {any} */ reply) => {
      const { result } = Object(reply)
      const { history } = Object(result)
      return Array.isArray(history) ? history.filter(isPoint) : []
    },
    () => [],
  )
}

/** @param {any} point */
const isPoint = (point) =>
  Boolean(point) && typeof point.at === 'number' && typeof point.grayPercentage === 'number'

/**
 * The history as steps, which the page draws as boxes: all figures are percent of the chart.
 * @param {Point[]} points
 * @param {number} now where the chart ends
 * @param {Texts} texts
 */
function chartOf(points, now, texts) {
  if (points.length < 2) return null
  const first = points[0]
  const last = points[points.length - 1]
  const span = Math.max(now, last.at) - first.at
  // Several changes in one moment have no time between them.
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
    words: texts.historyWords(from, first.grayPercentage, last.grayPercentage, points.length - 1),
  }
}

module.exports = { askHistory, chartOf }
