import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GetGrayReleasePlanOverHttpsOptions, HttpsCredential } from '../../../src/https'
import { getGrayReleasePlanOverHttps } from '../../../src/https'
import type { GrayReleasePlanError } from '../../../src/index'

/** A server of the test's own on 127.0.0.1, for what the gateway does not play. */
export interface TestServer {
  baseUrl: string
  close: () => Promise<void>
}

const running: TestServer[] = []

/** Starts a server; it is closed after the test. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const started: TestServer = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  running.push(started)
  return started
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

/** The error of a call that must fail. */
export async function errorOf(
  credential: unknown,
  options?: { [name in keyof GetGrayReleasePlanOverHttpsOptions]: unknown } | null,
): Promise<GrayReleasePlanError> {
  const result = await getGrayReleasePlanOverHttps(
    credential as HttpsCredential,
    options as GetGrayReleasePlanOverHttpsOptions,
  )
  if (result.ok) throw new Error('the call was to fail, and did not')
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  return result.error
}

/** A `fetch` that is never to be called. */
export const noFetch = (): never => {
  throw new Error('nothing was to be sent')
}

/** WeChat's documented reply. */
export const RUNNING = {
  errcode: 0,
  errmsg: 'ok',
  gray_release_plan: {
    status: 1,
    create_timestamp: 1_700_000_000,
    gray_percentage: 8,
    default_finish_timestamp: 1_700_600_000,
    support_debuger_first: true,
    support_experiencer_first: false,
  },
}

/** {@link RUNNING} as a result holds it. */
export const RUNNING_PLAN = {
  status: 'running',
  statusCode: 1,
  grayPercentage: 8,
  createTimestamp: 1_700_000_000,
  defaultFinishTimestamp: 1_700_600_000,
  supportDebugerFirst: true,
  supportExperiencerFirst: false,
}

/** A `fetch` that answers without a network. */
export const answering =
  (body: unknown, init?: ResponseInit): (() => Promise<Response>) =>
  async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), init)

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs something as on a Node.js that has no AbortController. */
export async function withoutAbortController(run: () => Promise<unknown>): Promise<void> {
  const { AbortController } = globalThis
  Object.assign(globalThis, { AbortController: undefined })
  try {
    await run()
  } finally {
    Object.assign(globalThis, { AbortController })
  }
}
