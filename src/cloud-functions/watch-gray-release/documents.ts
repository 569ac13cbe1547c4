import { createError } from '../../core/error'
import { read } from '../../core/read'
import { GrayReleasePlanException } from '../../core/result'
import { toError } from '../../sdk/to-error'

/** The part of `cloud.database()` that is used. */
export interface CloudDatabase {
  command: { eq(value: unknown): unknown; exists(value: boolean): unknown }
  createCollection(name: string): Promise<unknown>
  collection(name: string): {
    add(options: { data: object }): Promise<unknown>
    doc(id: string): { get(): Promise<{ data: unknown }> }
    where(query: object): {
      update(options: { data: object }): Promise<{ stats: { updated: number } }>
    }
  }
}

/** A document as it was read; people can change its fields in the console. */
export type Fields = { readonly [name: string]: unknown }

const COLLECTION_NOT_EXIST = -502005

/** A collection of the cloud database. Its methods throw exceptions with the error of a result. */
export class Documents {
  constructor(
    private readonly database: CloudDatabase,
    private readonly name: string,
  ) {}

  /** Reads a document; undefined if there is none. The collection is created if it is missing. */
  async get(id: string): Promise<Fields | undefined> {
    try {
      return await this.find(id)
    } catch (thrown) {
      if (!isMissing(thrown)) throw exception(thrown)
      await this.create(id)
      return undefined
    }
  }

  /**
   * Compare and set: writes fields only if the named ones are still as they were read.
   *
   * @param before - the document as it was read; undefined if there was none
   * @returns whether the fields were written
   */
  async replace(
    id: string,
    before: Fields | undefined,
    names: readonly string[],
    data: Fields,
  ): Promise<boolean> {
    const collection = this.database.collection(this.name)
    try {
      if (!before) {
        await collection.add({ data: { _id: id, ...data } })
        return true
      }
      const same = Object.assign({}, ...names.map((name) => this.same(name, before[name])))
      const { stats } = await collection.where({ _id: id, ...same }).update({ data })
      return stats.updated === 1
    } catch (thrown) {
      const failed = exception(thrown)
      // Another check was first. A duplicate in another index is a lasting error.
      if (!before && /E11000[\s\S]*\b_id_\b/.test(failed.errMsg)) return false
      throw failed
    }
  }

  /** The condition that a field has a value; none for a value that the SDK can't send unchanged. */
  private same(name: string, value: unknown): object {
    const { command } = this.database
    if (value === undefined) return { [name]: command.exists(false) }
    const exact = value === null || typeof value === 'string' || Number.isSafeInteger(value)
    return exact ? { [name]: command.eq(value) } : {}
  }

  private async find(id: string): Promise<Fields | undefined> {
    const { data } = await this.database.collection(this.name).doc(id).get()
    return (data as Fields | null) ?? undefined
  }

  private async create(id: string): Promise<void> {
    try {
      await this.database.createCollection(this.name)
    } catch (thrown) {
      // Another check may have created it at the same time.
      await this.find(id).catch((still) => {
        throw isMissing(still) ? this.cannotCreate(thrown) : exception(still)
      })
    }
  }

  /** Retryable, because the SDK has no code for this, and the failure may be temporary. */
  private cannotCreate(thrown: unknown): GrayReleasePlanException {
    const { name } = this
    const { errMsg } = toError(thrown, 1)
    const error = createError('environment', {
      errCode: COLLECTION_NOT_EXIST,
      errMsg: `the collection ${name} does not exist and can't be created: ${errMsg}`,
      attempts: 1,
      retryable: true,
      hint: {
        zh: `请在云开发控制台的「数据库」中创建集合 ${name}。`,
        en: `Create the collection ${name} in the CloudBase console, under database (数据库).`,
      },
      cause: { value: thrown },
    })
    return new GrayReleasePlanException(error)
  }
}

const isMissing = (thrown: unknown): boolean => read(thrown, 'errCode') === COLLECTION_NOT_EXIST

function exception(thrown: unknown): GrayReleasePlanException {
  const error = toError(thrown, 1)
  if (error.kind !== 'invalid_response') return new GrayReleasePlanException(error)
  // Such as the HTML page of a proxy in front of the gateway: the next response may be valid.
  const { errCode, errMsg } = error
  const parts = { errCode, errMsg, attempts: 1, retryable: true, cause: { value: thrown } }
  return new GrayReleasePlanException(createError('system', parts))
}
