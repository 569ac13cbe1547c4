// biome-ignore-all lint/style/useNodejsImportProtocol: that is what this file gives them
// What Node.js 10 has and its declarations don't: modules by their later names, and URL without an import.

declare module 'node:crypto' {
  export * from 'crypto'
}
declare module 'node:dns' {
  export * from 'dns'
}
declare module 'node:fs' {
  export * from 'fs'
}
declare module 'node:http' {
  export * from 'http'
}
declare module 'node:https' {
  export * from 'https'
}
declare module 'node:net' {
  export * from 'net'
}
declare module 'node:path' {
  export * from 'path'
}
declare module 'node:url' {
  export * from 'url'
}
declare module 'node:util' {
  export * from 'util'
}

type URL = import('url').URL

/** Since Node.js 15: where it is missing, the code must do without. */
declare const AbortController:
  | (new () => { readonly signal: import('../src/core/options').AbortSignalLike; abort(): void })
  | undefined

/** Today's Uint8Array has a parameter, which the Buffer of that time fits so. */
interface Buffer {
  readonly buffer: ArrayBuffer
  subarray(begin?: number, end?: number): Uint8Array<ArrayBuffer>
}
declare function clearTimeout(timer: NodeJS.Timeout | undefined): void

declare function require<Sdk extends import('../src/cloud-functions/handler').FunctionSdk>(
  name: 'wx-server-sdk',
): Sdk
