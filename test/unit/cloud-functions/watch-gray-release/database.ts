import {
  type CloudDatabase,
  Documents,
  type Fields,
} from '../../../../src/cloud-functions/watch-gray-release/documents'

/** A database in memory, which finds documents by the conditions that the function has. */
export function database(documents: { [id: string]: Fields }, more: Partial<CloudDatabase> = {}) {
  const asked: object[] = []
  const same = (document: Fields | undefined, query: Fields) =>
    !!document &&
    Object.entries(query).every(([name, value]) => {
      const { eq, exists } = Object(value) as { eq?: unknown; exists?: boolean }
      if (exists !== undefined) return name in document === exists
      return name === '_id' || document[name] === eq
    })
  const made: CloudDatabase = {
    command: { eq: (eq) => ({ eq }), exists: (exists) => ({ exists }) },
    createCollection: async () => undefined,
    collection: () => ({
      add: async ({ data }) => {
        const { _id } = data as { _id: string }
        if (documents[_id]) throw { errCode: -502001, errMsg: 'E11000 … index: _id_ dup key' }
        documents[_id] = data as Fields
      },
      doc: (id) => ({ get: async () => ({ data: documents[id] ?? null }) }),
      where: (query) => ({
        update: async ({ data }) => {
          asked.push(query)
          const { _id } = query as { _id: string }
          if (!same(documents[_id], query as Fields)) return { stats: { updated: 0 } }
          documents[_id] = { ...documents[_id], ...data }
          return { stats: { updated: 1 } }
        },
      }),
    }),
    ...more,
  }
  return { asked, made, documents: new Documents(made, 'c') }
}
