import type { GrayReleasePlanError } from './error'

/** The base of this package's exceptions: each carries the error of a result. */
export abstract class ErrorException extends Error {
  /** The error of the result. */
  readonly error: GrayReleasePlanError
  /** The kind of `error`. */
  readonly kind: GrayReleasePlanError['kind']
  /** The code of `error`, named as in WeChat's own errors. */
  readonly errCode: number
  /** The message of `error`, named as in WeChat's own errors. */
  readonly errMsg: string

  constructor(error: GrayReleasePlanError) {
    super(`${error.kind} (${error.errCode}): ${error.errMsg}\n${error.hint.zh}\n${error.hint.en}`)
    this.error = error
    this.kind = error.kind
    this.errCode = error.errCode
    this.errMsg = error.errMsg
    Object.defineProperty(this, 'cause', { value: error.cause, configurable: true, writable: true })
  }
}
