/** The properties of anything; none of `undefined` and `null`. */
export const fieldsOf = (value: unknown): { readonly [name: string]: unknown } => Object(value)
