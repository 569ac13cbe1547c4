import { callWithin, type Outcome } from '../../core/call'
import { createError, type GrayReleasePlanError } from '../../core/error'
import { read } from '../../core/read'
import { toError } from '../../sdk/to-error'

/** What is used of `cloud.database()`. */
export interface CloudDatabase {
  command: { eq(value: unknown): unknown; exists(value: boolean): unknown }
  createCollection(name: string): Promise<unknown>
  collection(name: string): {
    add(options: { data: object }): Promise<unknown>
    doc(id: string): {
      get(): Promise<{ data: unknown }>
      set(options: { data: object }): Promise<unknown>
    }
    where(query: object): {
      update(options: { data: object }): Promise<{ stats: { updated: number } }>
    }
  }
}

/** A document as it was read; its fields are what somebody wrote. */
export type Fields = { readonly [name: string]: unknown }

/** What is written in place of a version of a document. */
export interface Revision {
  version: number
  /** Tells this write from any other, should its answer be lost. */
  writer: string
  state: string
}

const COLLECTION_NOT_EXIST = -502005

/** Not the last word of a database that failed for a moment; the deadline bounds them all. */
const RETRIES = 4

/** A collection of the cloud database. Each operation is repeated while that may help, until the deadline. */
export class Collection {
  constructor(
    private readonly database: CloudDatabase,
    private readonly name: string,
    /** What is left of the deadline, in milliseconds. */
    private readonly msLeft: () => number,
  ) {}

  /** Reads a document; undefined if there is none. The collection is made if it is missing. */
  read(id: string): Promise<Outcome<{ ok: true; value: Fields | undefined }>> {
    return this.run(async () => {
      try {
        return await this.get(id)
      } catch (thrown) {
        if (read(thrown, 'errCode') !== COLLECTION_NOT_EXIST) throw thrown
        // Another look may make it at the same time: what the first write says decides.
        await this.database.createCollection(this.name).catch((_reason) => undefined)
        return undefined
      }
    })
  }

  /** Writes a whole document, whatever was there. */
  put(id: string, data: object): Promise<Outcome<{ ok: true; value: unknown }>> {
    return this.run(() => this.collection.doc(id).set({ data }))
  }

  /**
   * Compare and set: writes a revision only if the document still is the one that was read.
   *
   * @returns whether it was; an answer that was lost is looked up
   */
  replace(
    id: string,
    before: Fields | undefined,
    revision: Revision,
  ): Promise<Outcome<{ ok: true; value: boolean }>> {
    const write = async (): Promise<boolean> => {
      if (!before) {
        await this.collection.add({ data: { _id: id, ...revision } })
        return true
      }
      const { command } = this.database
      const version =
        before['version'] === undefined ? command.exists(false) : command.eq(before['version'])
      const { stats } = await this.collection.where({ _id: id, version }).update({ data: revision })
      return stats.updated === 1
    }
    return this.run(async () => {
      try {
        // A write of ours that was done though its answer was lost finds another version.
        return (await write()) || (await this.isBy(id, revision.writer, revision.version))
      } catch (thrown) {
        if (await this.isBy(id, revision.writer, revision.version)) return true
        // How the cloud words a document that is there already is not known.
        if (!before && (await this.get(id))) return false
        throw thrown
      }
    })
  }

  private get collection() {
    return this.database.collection(this.name)
  }

  private async get(id: string): Promise<Fields | undefined> {
    const { data } = await this.collection.doc(id).get()
    return (data as Fields | null) ?? undefined
  }

  private async isBy(id: string, writer: string, version: number): Promise<boolean> {
    const found = await this.get(id)
    return found?.['writer'] === writer && found['version'] === version
  }

  private run<Value>(
    operation: () => Promise<Value>,
  ): Promise<Outcome<{ ok: true; value: Value }>> {
    return callWithin<{ ok: true; value: Value }>(
      { timeoutMs: Math.max(1, this.msLeft()), retries: RETRIES },
      async (call) => {
        call.attempts += 1
        try {
          return { ok: true, value: await operation() }
        } catch (thrown) {
          return { ok: false, error: databaseError(thrown, call.attempts) }
        }
      },
    )
  }
}

function databaseError(thrown: unknown, attempts: number): GrayReleasePlanError {
  const error = toError(thrown, attempts)
  // A page in place of an answer, as of a proxy in front of the gateway: the next one may be whole.
  if (error.kind !== 'invalid_response') return error
  const { errCode, errMsg } = error
  return createError('system', {
    errCode,
    errMsg,
    attempts,
    retryable: true,
    cause: { value: thrown },
  })
}
