import { getGrayReleasePlan, type Hint } from '../../src'
import { type CallResult, callGetGrayReleasePlan } from '../../src/client'
import { type FetchLike, getGrayReleasePlanOverHttps, stableAccessToken } from '../../src/https'
import { CHANNELS } from '../../src/watch/channels'
import { expectBothLanguages } from '../both-languages'
import { cases } from '../fixtures/real-cases.json'

/** A case of public reports; `hint` matches one of the two languages, `notHint` neither. */
interface RealCase {
  id: string
  layer: string
  input: object
  expect: { retryable: boolean; hint?: string; notHint?: string }
}

const once = { retries: 0 }

/** Through a cloud whose API does that. */
const throughSdk = (call: () => Promise<unknown>) =>
  getGrayReleasePlan({ openapi: { operation: { getGrayReleasePlan: call } } }, once)

/** A fetch that gives that body, or rejects with `throws`. */
const fetchOf =
  (input: object): FetchLike =>
  async () => {
    if ('throws' in input) throw input.throws
    return new Response(JSON.stringify(input))
  }

const accessToken = 'a-token'
const account = { appid: 'wx0123456789abcdef', secret: 'the-secret' }

/** Where the input comes in. */
const LAYERS: { [layer: string]: (input: object) => Promise<CallResult> } = {
  page: (input) => callGetGrayReleasePlan({ callFunction: () => Promise.reject(input) }),
  facade: (input) => throughSdk(() => Promise.reject(Object.assign(new Error(), input))),
  'facade-resolves': (input) => throughSdk(async () => input),
  https: (input) =>
    getGrayReleasePlanOverHttps({ accessToken }, { ...once, fetch: fetchOf(input) }),
  'https-cloudbase': (input) => {
    const options = { ...once, fetch: fetchOf(input) }
    return getGrayReleasePlanOverHttps({ cloudbaseAccessToken: accessToken }, options)
  },
  stable: (input) => {
    const giving = stableAccessToken({ ...account, fetch: fetchOf(input) })
    return getGrayReleasePlanOverHttps({ accessToken: giving }, once)
  },
}

const ofLayer = (isRobot: boolean) =>
  cases.filter(({ layer }) => (layer === 'robot') === isRobot) as unknown[]

/** A reply of a group bot; `message` fits the message. */
interface BotCase {
  id: string
  input: { channel: string; status: number; body: unknown }
  expect: { retryable: boolean; message: string }
}

it.each((ofLayer(true) as BotCase[]).map((one) => [one.id, one] as const))(
  '%s, of a bot',
  (_id, { input: { channel, status, body }, expect: { retryable, message } }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const bot = CHANNELS.find(({ name }) => name === channel)
    const rejection = bot?.rejectionIn({ status, text }, 'en')
    expect(rejection?.retryable).toBe(retryable)
    expect(rejection?.message).toMatch(new RegExp(message))
    expectBothLanguages(rejection?.hint as Hint)
  },
)

it.each((ofLayer(false) as RealCase[]).map((one) => [one.id, one.layer, one] as const))(
  '%s, %s',
  async (_id, layer, { input, expect: expected }) => {
    const result = await LAYERS[layer]?.(input)
    const { hint, notHint, ...error } = expected
    expect(result).toMatchObject({ ok: false, error })
    if (!result || result.ok) return
    // For a page, buttons of DevTools are named as they are labelled.
    if (layer !== 'page') expectBothLanguages(result.error.hint)
    const hints = Object.values(result.error.hint)
    if (hint) expect(hints.some((text) => new RegExp(hint).test(text))).toBe(true)
    if (notHint) expect(hints.filter((text) => new RegExp(notHint).test(text))).toEqual([])
  },
)
