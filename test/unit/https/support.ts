import type { GetGrayReleasePlanOverHttpsOptions, HttpsCredential } from '../../../src/https'
import { getGrayReleasePlanOverHttps } from '../../../src/https'
import type { GrayReleasePlanError } from '../../../src/index'

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
