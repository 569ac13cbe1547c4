/** What a function returns; undefined if it throws. For what can fail in one way only. */
export function orUndefined<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (thrown) {
    return void thrown
  }
}

/** Reads a property of anything that was thrown or answered; it counts as absent if a getter throws. */
export const read = (value: unknown, key: string | symbol): unknown =>
  orUndefined(() => (value as { [key: string | symbol]: unknown } | null | undefined)?.[key])

/** The value of a JSON text, with or without a byte order mark; undefined if it is no JSON. */
export const parseJson = (text: string): unknown =>
  orUndefined(() => JSON.parse(text.replace(/^\uFEFF/, '')) as unknown)

/** WeChat sends some codes as text, such as "48001"; JSON has neither NaN nor -0. */
export function toCode(value: unknown): number {
  const code = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  return typeof code === 'number' && Number.isFinite(code) ? code + 0 : 0
}

/** Whether a value is text with something in it. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
