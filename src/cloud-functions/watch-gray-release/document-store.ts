import { callWithin } from '../../core/call'
import { createError, type GrayReleasePlanError } from '../../core/error'
import type { Point } from '../../core/plan'
import { type Store, storeError } from '../../core/store'
import { type History, isHistory } from '../../watch/state'
import type { Documents, Fields } from './documents'

/**
 * The states of watchers, each in the field `state` of a document. The string itself is compared,
 * because people can change the version number in the console.
 */
export class DocumentStore implements Store {
  private readonly found = new Map<string, Fields | undefined>()

  constructor(private readonly documents: Documents) {}

  async get(id: string): Promise<string | undefined> {
    const document = await this.documents.get(id)
    this.found.set(id, document)
    return stateOf(document)
  }

  async compareAndSet(id: string, before: string | undefined, next: string): Promise<boolean> {
    const document = this.found.get(id)
    if (stateOf(document) !== before) return false
    const data = { version: versionAfter(document), state: next }
    const done = await this.documents.replace(id, document, ['version', 'state'], data)
    if (done) this.found.set(id, data)
    return done
  }
}

/** Undefined also for a document that was emptied in the console. */
function stateOf(document: Fields | undefined): string | undefined {
  const state = document?.['state']
  return typeof state === 'string' ? state : undefined
}

/** For checks that write the same document at the same time. */
const RETRIES = 4

/**
 * Adds the points of a plan to the document with its history. It keeps points that the state has lost
 * since, and points from other checks.
 *
 * @returns the error if they could not be stored
 */
export async function addPoints(
  documents: Documents,
  id: string,
  { createTimestamp, points }: History,
  timeoutMs: number,
): Promise<GrayReleasePlanError | undefined> {
  const limits = { timeoutMs: Math.max(1, timeoutMs), retries: RETRIES }
  const outcome = await callWithin<{ ok: true }>(limits, async () => {
    try {
      const before = await documents.get(id)
      const all = merged(isHistory(before) ? before.points : [], points)
      const data = { createTimestamp, points: all, version: versionAfter(before) }
      if (await documents.replace(id, before, ['version'], data)) return { ok: true }
      const errMsg = 'another check was first'
      return { ok: false, error: createError('system', { errMsg, attempts: 1 }) }
    } catch (thrown) {
      return { ok: false, error: storeError(thrown, 1) }
    }
  })
  return outcome.ok ? undefined : outcome.error
}

/** A point is identified by its time in milliseconds. */
function merged(known: readonly Point[], points: readonly Point[]): Point[] {
  const byTime = new Map([...known, ...points].map((point) => [point.at, point]))
  return [...byTime.values()].sort((one, other) => one.at - other.at)
}

/** The version of a document after a write; people may have changed its type. */
function versionAfter(document: Fields | undefined): number {
  const version = document?.['version']
  return Number.isSafeInteger(version) ? Number(version) + 1 : 1
}
