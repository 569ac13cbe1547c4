import { createError, type GrayReleasePlanError } from '../core/error'
import { ErrorException } from '../core/exception'
import { isText, orUndefined, read } from '../core/read'

/**
 * Thrown by the function that `stableAccessToken` makes, if WeChat gives it no token. Within
 * `getGrayReleasePlanOverHttps` it becomes the error of the result, kind and all. It holds neither
 * the AppSecret nor a token, and its `attempts` is 0, since no query was sent.
 *
 * @example
 * ```ts
 * import { StableAccessTokenException, stableAccessToken } from 'wx-gray-release-plan/https'
 *
 * const token = stableAccessToken({ appid: 'wx0123456789abcdef', secret: 'the AppSecret' })
 * try {
 *   await token()
 * } catch (thrown) {
 *   if (thrown instanceof StableAccessTokenException) console.error(thrown.kind, thrown.error.hint.en)
 * }
 * ```
 */
export class StableAccessTokenException extends ErrorException {
  /** Always `'StableAccessTokenException'`: tells it apart when `instanceof` can't. */
  override readonly name = 'StableAccessTokenException'
}

/**
 * Where an exception of ours keeps what it was made of, since whoever catches it may change its `error`.
 * The symbol is the same in every copy of this package, as `import` and `require` load one each.
 */
const FAILURE = Symbol.for('wx-gray-release-plan.StableAccessTokenException')

/** Makes the exception for an error that holds no secret any more. */
export function exceptionFor(error: GrayReleasePlanError): StableAccessTokenException {
  const exception = new StableAccessTokenException(error)
  Object.defineProperty(exception, FAILURE, { value: copyOf(error, 0) })
  return exception
}

/** The error of a call that ends with an exception of ours; undefined for anything else thrown. */
export function failureOf(thrown: unknown, attempts: number): GrayReleasePlanError | undefined {
  const failure = read(thrown, FAILURE)
  // Anybody may use that symbol, and need not have put an error there.
  if (!isText(read(failure, 'errMsg'))) return undefined
  return orUndefined(() => copyOf(failure as GrayReleasePlanError, attempts))
}

const copyOf = (error: GrayReleasePlanError, attempts: number): GrayReleasePlanError =>
  createError(error.kind, {
    ...error,
    attempts,
    cause: error.cause ? { value: error.cause } : undefined,
  })
