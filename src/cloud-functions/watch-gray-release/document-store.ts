import type { Store } from '../../core/store'
import { type Documents, type Fields, versionAfter } from './documents'

/**
 * The states of watchers, each in the field `state` of a document. The string itself is compared, so
 * that it doesn't matter what somebody made of the version number.
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

/** A document that was emptied in the console has none. */
const stateOf = (document: Fields | undefined): string | undefined => {
  const state = document?.['state']
  return typeof state === 'string' ? state : undefined
}
