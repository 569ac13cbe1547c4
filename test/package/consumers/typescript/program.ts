// Uses every entry with neither @types/node nor the DOM's types: only what ECMAScript itself has.
import {
  ERROR_KINDS,
  type ErrorKind,
  type GetGrayReleasePlanOptions,
  type GetGrayReleasePlanResult,
  GRAY_RELEASE_STATUS,
  type GrayReleasePlanError,
  GrayReleasePlanException,
  getGrayReleasePlan,
  unwrap,
} from 'wx-gray-release-plan'
import {
  type CallResult,
  type ClientCloud,
  callGetGrayReleasePlan,
} from 'wx-gray-release-plan/client'
import {
  type FetchLike,
  getGrayReleasePlanOverHttps,
  type HttpsCredential,
} from 'wx-gray-release-plan/https'
import { fakeCloud, type Reply, SCENARIOS, startGateway } from 'wx-gray-release-plan/testing'
import { compare, describe, notify, type ReleaseEvent, type Seen } from 'wx-gray-release-plan/watch'

const options: GetGrayReleasePlanOptions = { timeoutMs: 1000, retries: 0, appid: undefined }

function kindOf(result: GetGrayReleasePlanResult): ErrorKind | 'none' {
  return result.ok === true ? 'none' : result.error.kind
}

function issuesOf(error: GrayReleasePlanError): number {
  return error.kind === 'invalid_response' ? error.issues.length : 0
}

function thrownKind(result: GetGrayReleasePlanResult): string {
  try {
    return unwrap(result).status
  } catch (thrown) {
    return thrown instanceof GrayReleasePlanException ? thrown.kind : 'other'
  }
}

const answer: FetchLike = async () => ({
  status: 200,
  headers: { get: () => null },
  text: async () =>
    '{"errcode":0,"gray_release_plan":{"status":3,"create_timestamp":1,"gray_percentage":100}}',
})

function shareIn(event: ReleaseEvent): number | undefined {
  switch (event.type) {
    case 'started':
      return event.plan.grayPercentage
    case 'progressed':
      return event.to
    default:
      return undefined
  }
}

const cloudOfPage: ClientCloud = {
  callFunction: (request: { name: string }) => Promise.reject({ errMsg: request.name }),
}

function failureOf(result: CallResult): string {
  if (result.ok === true) return result.plan.status
  return result.error.kind === 'function_failed' ? result.error.failure : result.error.kind
}

async function run() {
  const busy: Reply = { errCode: -1, errMsg: 'system error' }
  const gateway = await startGateway({ reply: busy })
  await gateway.close()
  const plan = { status: 1, createTimestamp: 1700000000, grayPercentage: 42 }
  const good = await getGrayReleasePlan(fakeCloud(plan), options)
  const bad = await getGrayReleasePlan(fakeCloud({ errCode: 48001, errMsg: 'no' }), options)
  const odd = await getGrayReleasePlan(fakeCloud({ status: -1 }), options)
  const credential: HttpsCredential = { accessToken: () => 'token' }
  const overHttps = await getGrayReleasePlanOverHttps(credential, { fetch: answer })
  const seen: Seen = compare(undefined, good).seen
  const [event] = compare(undefined, good).events
  const deliveries = event ? await notify(['no channel'], event, { language: 'en' }) : []
  return {
    share: event && shareIn(event),
    title: event && describe(event).title.en,
    again: compare(seen, good).events.length,
    delivered: deliveries.map(({ ok, error }) => ok === true || error?.retryable),
    percentage: unwrap(good).grayPercentage,
    none: kindOf(good),
    kind: kindOf(bad),
    thrown: thrownKind(bad),
    issues: odd.ok === false ? issuesOf(odd.error) : 0,
    overHttps: overHttps.ok === true ? overHttps.plan.status : overHttps.error.kind,
    fromPage: failureOf(await callGetGrayReleasePlan(cloudOfPage, { name: 'timeout' })),
    running: GRAY_RELEASE_STATUS[1],
    complete: ERROR_KINDS.length > 0 && SCENARIOS.length > 0,
  }
}

export const report = run()
