import { createError, type GrayReleasePlanError } from '../core/error'
import { orUndefined, read } from '../core/read'

/** Shorter text is neither a token nor a secret of WeChat's, and replacing it would garble messages. */
const SHORTEST_SECRET = 8

/** Replaces every secret in a text, in each form in which it is sent. */
export function redact(text: string, secrets: Iterable<string>): string {
  return [...secrets]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length)
    .reduce((clean, secret) => formsOf(secret).reduce(without, clean), text)
}

const without = (text: string, form: string): string => text.split(form).join('***')

/** Raw, percent-encoded, as `URL` writes that, and as in JSON. */
function formsOf(secret: string): string[] {
  // Half of a surrogate pair can't be encoded.
  const encoded = orUndefined(() => encodeURIComponent(secret)) ?? secret
  return [secret, encoded, encoded.replace(/'/g, '%27'), JSON.stringify(secret).slice(1, -1)]
}

/** The safe part of something thrown. */
export interface SafeCause {
  name?: string
  code?: string | number
  cause?: SafeCause
}

const MAX_DEPTH = 5

/**
 * Only names and codes, and none that is a secret: the message and other fields of what `fetch` or a
 * caller's own function throws may contain the URL with its token.
 */
export function safeCause(
  thrown: unknown,
  secrets: Iterable<string> = [],
  depth = 0,
): SafeCause | undefined {
  const isSafe = (value: unknown): value is string =>
    typeof value === 'string' && WORD.test(value) && redact(value, secrets) === value
  const name = read(thrown, 'name')
  const code = read(thrown, 'code')
  const cause = depth < MAX_DEPTH ? safeCause(read(thrown, 'cause'), secrets, depth + 1) : undefined
  const safe = {
    ...(isSafe(name) && { name }),
    ...((isSafe(code) || Number.isSafeInteger(code)) && { code: code as string | number }),
    ...(cause && { cause }),
  }
  return Object.keys(safe).length > 0 ? safe : undefined
}

/** As errors and their codes are named, `ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE` among them. */
const WORD = /^[A-Za-z][\w/]{0,47}$/

/** The error with no secret in its message, and only the safe part of its cause. */
export function withoutSecrets(
  error: GrayReleasePlanError,
  secrets: Iterable<string>,
): GrayReleasePlanError {
  const cause = safeCause(error.cause, secrets)
  return createError(error.kind, {
    ...error,
    errMsg: redact(error.errMsg, secrets),
    cause: cause && { value: cause },
  })
}
