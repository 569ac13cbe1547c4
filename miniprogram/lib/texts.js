const { en } = require('./texts-en')
const { zh } = require('./texts-zh')

/**
 * All texts of the page, in Chinese and English. An error brings its own hint; the steps here are
 * those of this project.
 *
 * @typedef {import('../../src/core/error-codes').ErrorKind} ErrorKind
 * @typedef {import('../../src/core/plan').GrayReleaseStatus} GrayReleaseStatus
 * @typedef {import('./client').FunctionFailure} FunctionFailure
 *
 * @typedef {object} FailureText
 * @property {string} title
 * @property {string[]} steps
 *
 * @typedef {object} Texts
 * @property {'zh' | 'en'} language
 * @property {string} title
 * @property {string} loading
 * @property {{ [status in GrayReleaseStatus]: string }} status
 * @property {string} share what the large number counts
 * @property {string} membersOnly in its place at 0%
 * @property {(lit: number) => string} crowd
 * @property {string} created
 * @property {string} finish
 * @property {string} finishUnknown
 * @property {string} timeUnknown
 * @property {string} day15 when WeChat releases it to everyone
 * @property {string} membersFirst
 * @property {string} history heading of the chart
 * @property {string} ownAccount an account without a name, among others
 * @property {string} now the end of the chart
 * @property {(from: string, first: number, last: number, changes: number) => string} historyLabel what a screen reader says of the chart
 * @property {string} trialFirst
 * @property {(month: number, day: number) => string} day month from 0 to 11
 * @property {(day: string, year: number) => string} year
 * @property {string} justNow
 * @property {string} anyMoment
 * @property {(count: number, past: boolean) => string} minutes
 * @property {(count: number, past: boolean) => string} hours
 * @property {(count: number, past: boolean) => string} days
 * @property {(clock: string) => string} updated
 * @property {string} pull
 * @property {(seconds: number) => string} every
 * @property {(title: string) => string} stale
 * @property {string} again
 * @property {string} details
 * @property {string} steps
 * @property {string} copy
 * @property {string} copyOpenid
 * @property {string} copyFailed
 * @property {string} openid
 * @property {string} rid
 * @property {{ [kind in ErrorKind]: string }} errors
 * @property {string[]} allowSteps how to allow an OPENID
 * @property {{ [failure in FunctionFailure]: FailureText }} failures
 */

/**
 * @param {string} language as the phone reports it: zh_CN, zh_TW, en, …
 * @returns {Texts}
 */
const textsFor = (language) => (/^zh/i.test(language) ? zh : en)

module.exports = { textsFor }
