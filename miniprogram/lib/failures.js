/**
 * Why `wx.cloud.callFunction` itself gave no result. What the function has to say for itself comes
 * as the error of its result instead.
 *
 * @typedef {'no_cloud' | 'not_deployed' | 'no_environment' | 'timed_out' | 'limited' | 'offline'
 *   | 'crashed' | 'not_ours' | 'call_failed'} FailureKind
 *
 * @typedef {object} Failure
 * @property {FailureKind} kind
 * @property {number} errCode 0 where none came
 * @property {string} errMsg WeChat's words
 * @property {boolean} retryable whether the same call may succeed soon with nobody doing anything
 * @property {string} [rid] the id of the call, by which WeChat finds it
 */

/** Our own words where there is no cloud to call. */
const NO_CLOUD = 'wx.cloud is missing'

/** Codes of WeChat's page of cloud error codes whose meaning needs no words. */
const KIND_OF_CODE = /** @type {{ [code: number]: FailureKind }} */ ({
  [-601034]: 'no_environment',
  [-501005]: 'no_environment',
  [-501000]: 'not_deployed',
  [-504001]: 'crashed',
  [-504002]: 'crashed',
  [-504003]: 'timed_out',
  [-501002]: 'timed_out',
  [-404012]: 'timed_out',
  [-501003]: 'limited',
  [-501004]: 'limited',
})

/** Older versions of WeChat say this with the code of a function that fell over. */
const NOT_FOUND = /Function not found: \[/

/**
 * What the words say, the first match first. They come before the code: -501000 stands both for a
 * function and for an environment that can't be found.
 * @type {ReadonlyArray<readonly [RegExp, FailureKind]>}
 */
const KIND_OF_WORDS = [
  [new RegExp(`^${NO_CLOUD}`), 'no_cloud'],
  [NOT_FOUND, 'not_deployed'],
  [/FunctionName/, 'not_deployed'],
  [/cloud api isn't enabled|cloud init|wx\.cloud\.init/i, 'no_environment'],
  [
    /env(ironment)?[ _]?(id)?\b.{0,40}(not (be )?(found|exist)|invalid)|invalid[ _]?env/i,
    'no_environment',
  ],
  [/先开通云|环境.{0,20}不存在/, 'no_environment'],
  [/timed out|time-?out|ETIMEDOUT/i, 'timed_out'],
  [/request:fail|network|internet|offline|ENOTFOUND|ECONN|socket/i, 'offline'],
]

const RETRYABLE = /** @type {{ [kind: string]: true | undefined }} */ ({
  timed_out: true,
  limited: true,
  offline: true,
})

/**
 * @param {FailureKind} kind
 * @param {string} errMsg
 * @param {number} [errCode]
 * @returns {Failure}
 */
function failure(kind, errMsg, errCode = 0) {
  // With a digit in it, since older words have no colon, and at times no id either.
  const [, rid] = /(?:callId|requestId)[:\s]\s*([\w.-]*\d[\w.-]*)/i.exec(errMsg) || []
  const parts = { kind, errCode, errMsg, retryable: RETRYABLE[kind] === true }
  return rid ? Object.assign(parts, { rid }) : parts
}

/**
 * Reads whatever `wx.cloud.callFunction` threw or rejected with.
 * @param {unknown} thrown
 * @returns {Failure}
 */
function readFailure(thrown) {
  const { errMsg, message, errCode } = Object(thrown)
  const said = errMsg || message || thrown
  const words = typeof said === 'string' ? said : String(JSON.stringify(said))
  // Older versions of WeChat say -404011 whatever went wrong in the cloud, and the code further on.
  const [, inner] = /service error code (-?\d+)/.exec(words) || []
  // Some leave the property out and have the code in the words alone.
  const [, written] = /errCode:\s*(-?\d+)/.exec(words) || []
  const code = Number(inner) || Number(errCode) || Number(written) || 0
  const match = KIND_OF_WORDS.find(([pattern]) => pattern.test(words))
  // A function that fell over quotes its own error, whose words are not about the call.
  const crashed = KIND_OF_CODE[code] === 'crashed' && !NOT_FOUND.test(words)
  const kind = match && !crashed ? match[1] : KIND_OF_CODE[code]
  return failure(kind || 'call_failed', words, code)
}

module.exports = { failure, NO_CLOUD, readFailure }
