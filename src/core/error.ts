import { type ErrorKind, type Hint, hintFor, isRetryable } from './error-codes'

/** What every error tells, whatever its kind. */
export interface ErrorBase {
  /** WeChat's code or the SDK's; 0 if none came (a deadline of ours, an invalid reply, …). */
  errCode: number
  /**
   * WeChat's words, or ours if WeChat said nothing. The `[http://…]` tail that the SDK adds, which
   * names the gateway and the environment, is cut off.
   */
  errMsg: string
  /** Whether the same call may succeed if it is repeated within seconds. */
  retryable: boolean
  /** What to do about it. */
  hint: Hint
  /** Calls handed to the SDK, or sent over HTTPS; 0 if none was. */
  attempts: number
  /** WeChat's request id, found in `errMsg`: its diagnosis page asks for it. */
  rid?: string
  /**
   * The value that was thrown, or the reply that was not believed. Only within the process: it is
   * not enumerable, so it never reaches JSON.
   */
  readonly cause?: unknown
}

/** Why there is no plan. Narrow it by `kind`: `invalid_response` and `forbidden` have a field of their own. */
export type GrayReleasePlanError = {
  [K in ErrorKind]: ErrorBase & { kind: K } & (K extends 'invalid_response'
      ? {
          /** Which fields were not as documented, for example `grayReleasePlan.status`. */
          issues: { path: string; message: string }[]
        }
      : K extends 'forbidden'
        ? {
            /** The caller's own OPENID; absent if the caller has none. */
            openid?: string
          }
        : unknown)
}[ErrorKind]

/** What {@link createError} needs to know. */
export interface ErrorParts {
  errCode?: number
  errMsg: string
  attempts: number
  /** Where it differs from what the kind and the code say. */
  retryable?: boolean | undefined
  hint?: Hint
  openid?: string
  issues?: { path: string; message: string }[]
  /** A box, so that a thrown `undefined` is kept too. */
  cause?: { value: unknown } | undefined
}

/** Builds an error of a kind; hint, `retryable` and `rid` follow from kind, code and words. */
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

/** An answer came, and it is not the documented one: `issues` say what was expected, and where. */
export const invalidResponse = (
  issues: { path: string; message: string }[],
  attempts: number,
  cause?: { value: unknown },
): GrayReleasePlanError => {
  const fields = issues.map(({ path, message }) => `${path || 'reply'}: ${message}`)
  const errMsg = `the reply is not the documented one: ${fields.join('; ')}`
  return createError('invalid_response', { errMsg, attempts, issues, cause })
}

/** What the program itself got wrong: nothing was called. */
export const invalidOption = (errMsg: string, cause?: { value: unknown }): GrayReleasePlanError =>
  createError('environment', { errMsg, attempts: 0, cause })
