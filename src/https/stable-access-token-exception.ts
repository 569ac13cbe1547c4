import type { GrayReleasePlanError } from '../core/error'
import { ErrorException } from '../core/exception'
import { isText, read } from '../core/read'
import { withoutSecrets } from './secrets'

/**
 * Thrown by a token function of this package that gets no token. `getGrayReleasePlanOverHttps` turns
 * it into the error of its result. It contains neither a secret nor a token; `attempts` is 0.
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
  /** Always `'StableAccessTokenException'`, for code where `instanceof` can't distinguish it. */
  override readonly name = 'StableAccessTokenException'
}

/**
 * Where an exception of ours keeps its error, since whoever catches it may change the public one. The
 * symbol is the same in every copy of this package: `import` and `require` load one each.
 */
const FAILURE = Symbol.for('wx-gray-release-plan.StableAccessTokenException')

/** Makes the exception for an error that contains no secret any more. */
export const exceptionFor = (error: GrayReleasePlanError): StableAccessTokenException =>
  Object.defineProperty(new StableAccessTokenException(error), FAILURE, {
    value: withoutSecrets(error, []),
  })

/** The error of an exception of ours, for a result; undefined for anything else thrown. */
export function failureOf(thrown: unknown): GrayReleasePlanError | undefined {
  const failure = read(thrown, FAILURE)
  // A proxy has a value for every symbol.
  return isText(read(failure, 'errMsg'))
    ? withoutSecrets(failure as GrayReleasePlanError, [])
    : undefined
}
