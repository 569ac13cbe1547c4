import { type ErrorKind, type Hint, hintFor, isRetryable } from './error-codes'

/** What every error has, whatever its kind. */
export interface ErrorBase {
  /** The code from WeChat or the SDK; 0 if there was none (our own deadline, an invalid reply, …). */
  errCode: number
  /**
   * WeChat's message, or ours if there was none. The `[http://…]` tail that the SDK adds, which names
   * the gateway and the environment, is removed.
   */
  errMsg: string
  /** Whether the same call may succeed within seconds. */
  retryable: boolean
  /** What to do about it. */
  hint: Hint
  /** Calls passed to the SDK, or sent over HTTPS; 0 if there was none. */
  attempts: number
  /** WeChat's request ID, taken from `errMsg`; WeChat's diagnosis page asks for it. */
  rid?: string
  /**
   * The value that was thrown, or the reply that was rejected. It is not enumerable, so it never
   * leaves the process as JSON.
   */
  readonly cause?: unknown
}

/** Why there is no plan. Narrow it by `kind`: `invalid_response` and `forbidden` have an extra field. */
export type GrayReleasePlanError = {
  [K in ErrorKind]: ErrorBase & { kind: K } & (K extends 'invalid_response'
      ? {
          /** The fields that don't match the documentation, for example `grayReleasePlan.status`. */
          issues: { path: string; message: string }[]
        }
      : K extends 'forbidden'
        ? {
            /** The caller's own OPENID; absent if the caller has none. */
            openid?: string
          }
        : unknown)
}[ErrorKind]

/** A field that doesn't match the documentation; the path is empty for the reply as a whole. */
export interface Issue {
  path: string
  message: string
}

/** What {@link createError} needs to know. */
export interface ErrorParts {
  errCode?: number
  errMsg: string
  attempts: number
  /** If it differs from what kind and code imply. */
  retryable?: boolean | undefined
  hint?: Hint
  openid?: string
  issues?: Issue[]
  /** A box, so that a thrown `undefined` is kept too. */
  cause?: { value: unknown } | undefined
}

/** Creates an error; hint, `retryable` and `rid` follow from kind, code and message. */
export function createError(kind: ErrorKind, parts: ErrorParts): GrayReleasePlanError {
  const { errCode = 0, errMsg, attempts } = parts
  const rid = /\brid:\s*([0-9a-z]{1,32}(?:-[0-9a-z]{1,32}){0,7})/i.exec(errMsg)?.[1]
  const error = {
    kind,
    errCode,
    errMsg,
    retryable: parts.retryable ?? isRetryable(kind, errCode),
    // A copy, which its receiver may change.
    hint: { ...(parts.hint ?? hintFor(kind, errCode)) },
    attempts,
    ...(rid && { rid }),
    ...(parts.openid && { openid: parts.openid }),
    ...(kind === 'invalid_response' && { issues: parts.issues ?? [{ path: '', message: errMsg }] }),
  } as GrayReleasePlanError
  if (parts.cause) {
    Object.defineProperty(error, 'cause', { value: parts.cause.value, configurable: true })
  }
  return error
}

/** The error for a response that doesn't match the documentation; `issues` say where. */
export const invalidResponse = (
  issues: Issue[],
  attempts: number,
  cause?: { value: unknown },
): GrayReleasePlanError => {
  const fields = issues.map(({ path, message }) => `${path || 'reply'}: ${message}`)
  const errMsg = `the response is not as documented: ${fields.join('; ')}`
  return createError('invalid_response', { errMsg, attempts, issues, cause })
}

/** The error for an invalid argument: nothing was called. */
export const invalidOption = (errMsg: string, cause?: { value: unknown }): GrayReleasePlanError =>
  createError('environment', { errMsg, attempts: 0, cause })
