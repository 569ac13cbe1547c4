import type { Env } from '../core/env'
import { parseJson, read } from '../core/read'

/** The variables that identify the caller. */
const NAMES: readonly string[] = ['TCB_SOURCE', 'TCB_ENV', 'WX_CONTEXT_KEYS', 'WX_OPENID']

/**
 * The variables that identify the caller, from the context of the invocation. Instances are reused:
 * in `process.env`, a variable that this invocation doesn't set keeps the value of an earlier one. The
 * context has only those of this invocation.
 *
 * @returns undefined if the context has none of them
 */
export function callerVariables(context: unknown): Env | undefined {
  const json = textOf(read(context, 'environment'))
  const pairs = textOf(read(context, 'environ'))
  // The order of the SDK's own parseContext(): older platforms have only `environ`.
  // Usually there is no JSON, and parsing '' costs a thrown error.
  const fromJson = json === '' ? undefined : named(Object.entries(parseJson(json) ?? {}))
  return fromJson ?? named(pairs.split(';').map(inTwo))
}

/** A string as it is; anything else counts as empty. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function inTwo(pair: string): [string, string] {
  // Without `=`, it is the rest of a value that contains a semicolon: its name is ''.
  const at = Math.max(pair.indexOf('='), 0)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

function named(entries: [string, unknown][]): Env | undefined {
  const found: { [name: string]: string } = {}
  for (const [name, value] of entries) {
    if (!NAMES.includes(name)) continue
    const text = textOf(value)
    // A value that contains a semicolon could repeat a name: if two values differ, neither counts.
    found[name] = name in found && found[name] !== text ? '' : text
  }
  return Object.keys(found).length > 0 ? found : undefined
}
