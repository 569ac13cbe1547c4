/** The properties of any value; `undefined` and `null` have none. */
export const fieldsOf = (value: unknown): { readonly [name: string]: unknown } => Object(value)
