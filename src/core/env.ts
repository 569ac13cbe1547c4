/** Environment variables, such as `process.env`. */
export type Env = { readonly [name: string]: string | undefined }
