import fc from 'fast-check'
import {
  type CloudLike,
  ERROR_KINDS,
  type GetGrayReleasePlanOptions,
  getGrayReleasePlan,
} from '../../../src/index'

const sent = { status: 1, createTimestamp: 1517553721, grayPercentage: 8 }
const errMsg = 'openapi.operation.getGrayReleasePlan:ok'
const reply = { grayReleasePlan: sent, errMsg, errCode: 0 }
const plan = { status: 'running', statusCode: 1, grayPercentage: 8, createTimestamp: 1517553721 }

/** A cloud whose API is the given function; like the SDK's, its `openapi` can be called. */
function cloudOf(call: (data: unknown, appid?: string) => unknown, rest: object = {}): CloudLike {
  const openapiOf = (appid?: string) => ({
    operation: { getGrayReleasePlan: (data: unknown) => call(data, appid) },
  })
  const openapi = Object.assign(({ appid }: { appid: string }) => openapiOf(appid), openapiOf())
  return { openapi, ...rest }
}
const good = cloudOf(() => reply)

/** The error of a call; undefined for a plan. */
async function errorOf(cloud: unknown, options?: GetGrayReleasePlanOptions) {
  const result = await getGrayReleasePlan(cloud as CloudLike, options)
  return result.ok ? undefined : result.error
}

/** The error of a call that was not made. */
const refusal = (words: string) => ({
  kind: 'environment',
  attempts: 0,
  errMsg: expect.stringContaining(words),
})

it('calls the API with an empty object and gives the plan', async () => {
  const call = jest.fn(async () => reply)
  expect(await getGrayReleasePlan(cloudOf(call))).toEqual({ ok: true, plan })
  expect(call.mock.calls).toEqual([[{}, undefined]])
})

it('takes an answer that is no promise, and a stand-in whose openapi is no function', async () => {
  const { operation } = good.openapi
  for (const cloud of [good, { openapi: { operation } }, { openapi: { operation }, version: '1' }])
    expect(await getGrayReleasePlan(cloud)).toEqual({ ok: true, plan })
})

it('keeps the cause in the process and off the wire', async () => {
  const thrown = Object.assign(new Error('x'), { errCode: 48001, errMsg: 'api unauthorized' })
  const error = await errorOf(cloudOf(() => Promise.reject(thrown)))
  expect(error).toMatchObject({ kind: 'permission', errCode: 48001 })
  expect(error?.cause).toBe(thrown)
  expect(JSON.parse(JSON.stringify(error))).toEqual({ ...error })
})

describe('a reply with an errCode', () => {
  it.each([0, '0', null, undefined, -0])('of %p is believed', async (errCode) => {
    const result = await getGrayReleasePlan(cloudOf(() => ({ ...reply, errCode })))
    expect(result).toEqual({ ok: true, plan })
  })

  it.each([
    [48001, 'permission', 48001],
    ['48001', 'permission', 48001],
    [-1, 'system', -1],
    ['x', 'unknown', 0],
    [{}, 'unknown', 0],
    [false, 'unknown', 0],
  ])('of %p is that error, even with a plan beside it', async (errCode, kind, code) => {
    const cloud = cloudOf(() => ({ ...reply, errCode }))
    const result = await getGrayReleasePlan(cloud, { retries: 0 })
    expect(result).toMatchObject({ ok: false, error: { kind, errCode: code, attempts: 1 } })
  })
})

it.each([{}, { grayReleasePlan: null }, { grayReleasePlan: {} }])(
  'says of %j beside code 0 that there is no plan',
  async (none) => {
    const cloud = cloudOf(() => ({ errCode: 0, errMsg: 'ok', ...none }))
    expect(await errorOf(cloud)).toMatchObject({ kind: 'no_plan', attempts: 1 })
  },
)

it.each<[reply: unknown, path: string, errMsg: string]>([
  [
    { ...reply, grayReleasePlan: { ...sent, status: 'on' } },
    'grayReleasePlan.status',
    'grayReleasePlan.status: expected an integer, 0 or more',
  ],
  [undefined, '', 'reply: expected an object'],
  [
    { grayReleasePlan: { status: 1, createTimestamp: 'x', grayPercentage: 101 } },
    'grayReleasePlan.createTimestamp',
    'grayReleasePlan.createTimestamp: expected Unix seconds, a number from 0 to 8640000000000; ' +
      'grayReleasePlan.grayPercentage: expected a number from 0 to 100',
  ],
  // The SDK passes on what is not JSON.
  ...['text/html', 'image/png'].map((contentType): [unknown, string, string] => [
    { contentType, buffer: Buffer.from('<html>'), errCode: 0, errMsg: 'ok' },
    'grayReleasePlan',
    `grayReleasePlan: the reply is ${contentType}, not JSON`,
  ]),
])('does not believe %j, and names the field', async (odd, path, message) => {
  const error = await errorOf(cloudOf(() => odd))
  expect(error).toMatchObject({
    kind: 'invalid_response',
    errCode: 0,
    errMsg: `the response is not as documented: ${message}`,
    retryable: false,
    attempts: 1,
    cause: odd,
  })
  expect(error).toHaveProperty('issues.0.path', path)
})

it('believes a plan with a content type beside it', async () => {
  const both = { ...reply, contentType: 'text/html' }
  expect(await getGrayReleasePlan(cloudOf(() => both))).toEqual({ ok: true, plan })
})

describe('a wrong cloud is environment, and nothing is called', () => {
  /** On the SDK's own `openapi` every path is callable. */
  const anyPath: object = new Proxy(() => {}, { get: () => anyPath })
  const missing = "cloud is missing: pass require('wx-server-sdk')"
  const unreachable =
    "cloud.openapi.operation.getGrayReleasePlan can't be reached: pass wx-server-sdk 0.4.0 or later, after cloud.init()"

  it.each([
    ['undefined', undefined, missing],
    ['null', null, missing],
    ['a string', 'cloud', unreachable],
    ['a number', 1, unreachable],
    ['an empty object', {}, unreachable],
    ['no operation', { openapi: {} }, unreachable],
    ['no API', { openapi: { operation: {} } }, unreachable],
    ['a number as API', { openapi: { operation: { getGrayReleasePlan: 1 } } }, unreachable],
    ['a promise of a cloud', Promise.resolve(good), unreachable],
    ['a namespace', { default: good }, "write import cloud from 'wx-server-sdk'"],
    ['cloud.openapi', anyPath, 'pass cloud itself'],
    ['cloud.openapi of an old SDK', good.openapi, 'pass cloud itself'],
  ])('%s: the message says what to write', async (_name, cloud, words) => {
    expect(await errorOf(cloud)).toMatchObject(refusal(words))
  })

  it('with what a getter threw as the cause', async () => {
    const cause = new Error('hostile')
    const cloud = {
      get openapi(): unknown {
        throw cause
      },
    }
    const error = await errorOf(cloud)
    expect(error).toMatchObject(refusal(unreachable))
    expect(error?.cause).toBe(cause)
  })
})

it('counts no attempt before cloud.init', async () => {
  const cloud = cloudOf(() => {
    throw Object.assign(new Error(), { errCode: -1, errMsg: "Cloud API isn't enabled, please" })
  })
  expect(await errorOf(cloud)).toMatchObject({ kind: 'environment', attempts: 0 })
})

describe('options', () => {
  it.each([
    [{ timeoutMs: 0 }, 'options.timeoutMs '],
    [{ retries: -1 }, 'options.retries '],
    [{ signal: {} }, 'options.signal '],
    [{ appid: '' }, 'options.appid '],
    [{ appid: 1 }, 'options.appid '],
    [{ timeoutMs: 0, appid: 'wx1' }, 'options.timeoutMs '],
    ['x', 'options must be an object'],
  ])('refuses %j without a call', async (options, words) => {
    const call = jest.fn(() => reply)
    expect(await errorOf(cloudOf(call), options as object)).toMatchObject(refusal(words))
    expect(call).not.toHaveBeenCalled()
  })

  it.each([undefined, null, {}, { appid: null }])('takes %j for the defaults', async (options) =>
    expect(await getGrayReleasePlan(good, options)).toEqual({ ok: true, plan }),
  )
})

describe('appid', () => {
  it.each([undefined, null, '2.2.0', '2.6.3', '2.10.0', '3.0.4', '4.0.2', '10.0.0'])(
    'is handed to an SDK of version %p',
    async (version) => {
      const send = jest.fn(() => reply)
      const cloud = cloudOf(send, version === undefined ? {} : { version })
      expect(await getGrayReleasePlan(cloud, { appid: 'wx1' })).toEqual({ ok: true, plan })
      expect(send.mock.calls).toEqual([[{}, 'wx1']])
    },
  )

  const send = jest.fn(() => reply)
  it.each([
    ...['0.4.3', '1.4.0', '1.8.3', '2.1.2', '', 'latest', 'x2.6.3', 4].map((version) =>
      cloudOf(send, { version }),
    ),
    { openapi: { operation: { getGrayReleasePlan: send } } },
  ])('is refused by an SDK that could drop it: %p', async (cloud) => {
    const words = 'options.appid needs wx-server-sdk 2.2.0 or later'
    expect(await errorOf(cloud, { appid: 'wx1' })).toMatchObject(refusal(words))
    expect(send).not.toHaveBeenCalled()
  })

  it('lets no promise that a stand-in gives for an account end the process', async () => {
    const cloud = { openapi: () => Promise.reject(new Error('nobody holds this')) }
    expect(await errorOf(cloud, { appid: 'wx1' })).toMatchObject(refusal(''))
    await new Promise(setImmediate)
  })
})

describe('property: nothing that the SDK does makes it throw or reject', () => {
  const throwing = (value: unknown): never => {
    throw value
  }
  const fail = () => throwing(new Error('hostile'))
  const hostile = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
    fc.constantFrom<unknown>(
      Object.freeze({ errCode: -1 }),
      new Proxy({}, { get: fail }),
      new Proxy(() => undefined, { get: fail, apply: fail }),
      { then: fail },
      Object.defineProperty({}, 'then', { get: fail }),
      Object.defineProperty(new Error('x'), 'errCode', { get: fail }),
    ),
    fc.record(
      {
        errCode: fc.oneof(fc.integer(), fc.string(), fc.anything()),
        errMsg: fc.oneof(fc.string(), fc.anything()),
        name: fc.oneof(fc.string(), fc.anything()),
        grayReleasePlan: fc.oneof(fc.constant(sent), fc.anything()),
      },
      { requiredKeys: [] },
    ),
  )

  it.each<[how: string, call: (value: unknown) => unknown]>([
    ['throws', throwing],
    ['rejects', (value) => Promise.reject(value)],
    ['resolves with', (value) => new Promise((resolve) => resolve(value))],
  ])('%s anything', (_how, call) =>
    fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const cloud = cloudOf(() => call(value))
        const result = await getGrayReleasePlan(cloud, { retries: 0 })
        expect(JSON.parse(JSON.stringify(result))).toEqual(result)
        if (result.ok) return expect(result.plan).toEqual(plan)
        expect(ERROR_KINDS).toContain(result.error.kind)
        expect(typeof result.error.errMsg).toBe('string')
        expect(Number.isFinite(result.error.errCode)).toBe(true)
        expect(result.error.attempts).toBeLessThanOrEqual(1)
      }),
    ),
  )
})
