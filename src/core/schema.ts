import { $ZodCustom, $ZodObject, $ZodOptional, type $ZodShape, type $ZodType } from './zod'

export { safeParse } from './zod'

/** What reads a value of this type. */
export type Schema<T> = $ZodType<T>

/** What a value must be, or a function that says so of the value that was refused. */
type Message = string | ((issue: { input?: unknown }) => string | undefined)

/** A value that `accepts` takes. */
export const field = <T>(accepts: (value: unknown) => boolean, message: Message): Schema<T> => {
  const error = typeof message === 'string' ? () => message : message
  return new $ZodCustom({ type: 'custom', check: 'custom', fn: accepts, error }) as Schema<T>
}

/** A value that is absent, `undefined`, `null` or what `accepts` takes. */
export const optionalField = <T>(
  accepts: (value: unknown) => boolean,
  message: Message,
): $ZodOptional<Schema<T | null>> => {
  const innerType = field<T | null>((value) => value === null || accepts(value), message)
  return new $ZodOptional({ type: 'optional', innerType }) as $ZodOptional<typeof innerType>
}

/** An object with these fields; others are left out. */
export const object = <Shape extends $ZodShape>(shape: Shape, message: string) =>
  new $ZodObject({ type: 'object', shape, error: () => message }) as unknown as $ZodObject<Shape>
