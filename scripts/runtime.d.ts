// All that the facade may use of Node.js besides ES2017: what 8.9 has.

declare const process: {
  readonly env: { readonly [name: string]: string | undefined }
  readonly versions: { readonly node: string }
  hrtime(): [seconds: number, nanoseconds: number]
}
declare const console: { log(line: string): void }

declare namespace NodeJS {
  interface Timeout {
    readonly timer: unique symbol
  }
}
declare function setTimeout(run: () => void, milliseconds: number): NodeJS.Timeout
declare function clearTimeout(timer: NodeJS.Timeout | undefined): void
