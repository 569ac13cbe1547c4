import type { fetch as undiciFetch } from 'undici-types'
import * as z from 'zod/mini'
import { parseOptions } from '../../../src/core/options'
import type { FetchInit, FetchLike } from '../../../src/https'
import { fetchOption } from '../../../src/https/fetch'

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

const schema = z.object({ fetch: fetchOption }, 'must be an object')
const check = (given: unknown) => parseOptions(schema, { fetch: given })

describe('fetchOption', () => {
  it.each([undefined, null, fetch])('takes %p', (given) => {
    expect(check(given).value?.fetch).toBe(given)
  })

  it.each([0, '', 'fetch', {}, true])('refuses %p', (chosen) => {
    expect(check(chosen).error).toMatchObject({
      kind: 'environment',
      errMsg: 'options.fetch must be a function like the global fetch',
      attempts: 0,
    })
  })
})
