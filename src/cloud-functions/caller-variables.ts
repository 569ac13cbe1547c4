import type { Env } from '../core/env'
import { parseJson, read } from '../core/read'

/** What tells who called. */
const NAMES: readonly string[] = ['TCB_SOURCE', 'TCB_ENV', 'WX_CONTEXT_KEYS', 'WX_OPENID']

/**
 * The variables that tell who called, from the context of the invocation. Instances are reused, and
 * in `process.env` a variable that an invocation does not set keeps the value of the one before;
 * the context holds those of this invocation alone.
 *
 * @returns undefined if the context names none of them
 */
export function callerVariables(context: unknown): Env | undefined {
  const json = textOf(read(context, 'environment'))
  const pairs = textOf(read(context, 'environ'))
  // The order of the SDK's own parseContext(): an older platform has `environ` alone.
  // Most calls have no context of that kind, and an empty text costs a thrown error to parse.
  const fromJson = json === '' ? undefined : named(Object.entries(parseJson(json) ?? {}))
  return fromJson ?? named(pairs.split(';').map(inTwo))
}

/** An environment variable as text; anything else counts as absent. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function inTwo(pair: string): [string, string] {
  // What has no `=` in it is the rest of a value with a semicolon: its name is ''.
  const at = Math.max(pair.indexOf('='), 0)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

function named(entries: [string, unknown][]): Env | undefined {
  const found: { [name: string]: string } = {}
  for (const [name, value] of entries) {
    if (!NAMES.includes(name)) continue
    const text = textOf(value)
    // A value with a semicolon in it could say the same name again: of two values none counts.
    found[name] = name in found && found[name] !== text ? '' : text
  }
  return Object.keys(found).length > 0 ? found : undefined
}
