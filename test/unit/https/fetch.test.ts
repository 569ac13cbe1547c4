import type { fetch as undiciFetch } from 'undici-types'
import type { FetchInit, FetchLike } from '../../../src/https'
import { checkFetch } from '../../../src/https/fetch'

/** The shape that node-fetch declares. */
declare function nodeFetch(
  url: string | { href: string },
  init?: {
    method?: string
    headers?: string[][] | { [name: string]: string } | Iterable<[string, string]>
    body?: string | NodeJS.ReadableStream
    redirect?: 'error' | 'follow' | 'manual'
    signal?: AbortSignal | null
  },
): Promise<{
  status: number
  headers: { get(name: string): string | null }
  body: NodeJS.ReadableStream
  text(): Promise<string>
}>

/** Checked by the compiler: these may be passed as `options.fetch` as they are. */
export type Assignable = [
  Fits<typeof fetch>,
  Fits<typeof undiciFetch>,
  Fits<typeof nodeFetch>,
  Fits<(url: string) => Promise<Response>>,
  Fits<(url: string, init: FetchInit) => Promise<Response>>,
  // @ts-expect-error it gives no response
  Fits<(url: string) => Promise<string>>,
]
type Fits<T extends FetchLike> = T

describe('checkFetch()', () => {
  it.each([undefined, null])('takes the global one for %p', (chosen) => {
    expect(checkFetch({ fetch: chosen }).value).toBe(fetch)
  })

  it.each([0, '', 'fetch', {}, true])('refuses %p', (chosen) => {
    expect(checkFetch({ fetch: chosen }).error).toMatchObject({
      kind: 'environment',
      errMsg: 'options.fetch must be a function like the global fetch',
      attempts: 0,
    })
  })

  it.each([undefined, 5])('says what to do where the global one is %p', (found) => {
    const { fetch } = globalThis
    globalThis.fetch = found as never
    try {
      expect(checkFetch({}).error).toMatchObject({
        kind: 'environment',
        errMsg: 'this Node.js has no fetch: use 18 or later, or pass options.fetch',
      })
    } finally {
      globalThis.fetch = fetch
    }
  })
})
