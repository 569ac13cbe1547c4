import type { GrayReleasePlanError } from './error'

/** What the exceptions of this package have in common: each carries the error of a result. */
export abstract class ErrorException extends Error {
  /** The error as a result tells it, with kind, code, hint and all. */
  readonly error: GrayReleasePlanError
  /** The kind of `error`. */
  readonly kind: GrayReleasePlanError['kind']
  /** The code of `error`, under the name that WeChat's own errors use. */
  readonly errCode: number
  /** The words of `error`, under the name that WeChat's own errors use. */
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
