/** @typedef {import('./texts').Texts} Texts */

/** @param {number} number */
const twoDigits = (number) => (number < 10 ? `0${number}` : String(number))

/**
 * Hours and minutes on the phone's own clock.
 * @param {number} milliseconds
 */
function clock(milliseconds) {
  const date = new Date(milliseconds)
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

/**
 * A day and time in the phone's own time zone, with the year if it isn't this year. Not every phone's
 * JavaScript has `Intl`.
 * @param {number} milliseconds
 * @param {number} now
 * @param {Texts} texts
 */
function localTime(milliseconds, now, texts) {
  const date = new Date(milliseconds)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  const day = texts.day(date.getMonth(), date.getDate())
  return `${sameYear ? day : texts.year(day, date.getFullYear())} ${clock(milliseconds)}`
}

const MINUTE = 60 * 1000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * The distance to a moment in its largest whole unit, such as 3 days ago or in 2 hours.
 * @param {number} milliseconds
 * @param {number} now
 * @param {Texts} texts
 */
function relativeTime(milliseconds, now, texts) {
  const distance = Math.abs(milliseconds - now)
  const past = milliseconds <= now
  if (distance < MINUTE) return past ? texts.justNow : texts.anyMoment
  if (distance < HOUR) return texts.minutes(Math.floor(distance / MINUTE), past)
  if (distance < DAY) return texts.hours(Math.floor(distance / HOUR), past)
  return texts.days(Math.floor(distance / DAY), past)
}

module.exports = { clock, localTime, relativeTime }
