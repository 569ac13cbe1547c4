/** What a function returns; undefined if it throws. For functions that fail in one way only. */
export function orUndefined<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (thrown) {
    return void thrown
  }
}

/** Reads a property of any value, such as a thrown one; undefined if a getter throws. */
export const read = (value: unknown, key: string | symbol): unknown =>
  orUndefined(() => (value as { [key: string | symbol]: unknown } | null | undefined)?.[key])

/** The properties of any value; `undefined` and `null` have none. */
export const fieldsOf = (value: unknown): { readonly [name: string]: unknown } => Object(value)

/** Parses JSON, with or without a byte order mark; undefined if it is invalid. */
export const parseJson = (text: string): unknown =>
  orUndefined(() => JSON.parse(text.replace(/^\uFEFF/, '')) as unknown)

/** Reads an error code. WeChat sends some as strings; JSON has neither NaN nor -0. */
export function toCode(value: unknown): number {
  const code = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  return typeof code === 'number' && Number.isFinite(code) ? code + 0 : 0
}

/** Whether a value is a non-empty string. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
