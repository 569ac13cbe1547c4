import fc from 'fast-check'
import { type CloudLike, ERROR_KINDS, getGrayReleasePlan } from '../../../src/index'

const sent = { status: 1, createTimestamp: 1517553721, grayPercentage: 8 }
const reply = {
  grayReleasePlan: sent,
  errMsg: 'openapi.operation.getGrayReleasePlan:ok',
  errCode: 0,
}
const plan = { status: 'running', statusCode: 1, createTimestamp: 1517553721, grayPercentage: 8 }

/** A cloud whose API is the given function; like the SDK's, its `openapi` can be called. */
function cloudOf(call: (data: unknown, appid?: string) => unknown, rest: object = {}): CloudLike {
  const openapiOf = (appid?: string) => ({
    operation: { getGrayReleasePlan: (data: unknown) => call(data, appid) },
  })
  const openapi = Object.assign(({ appid }: { appid: string }) => openapiOf(appid), openapiOf())
  return { openapi, ...rest }
}

it('calls the API with an empty object and gives the plan', async () => {
  const call = jest.fn(async () => reply)
  expect(await getGrayReleasePlan(cloudOf(call))).toEqual({ ok: true, plan })
  expect(call.mock.calls).toEqual([[{}, undefined]])
})

it('takes an answer that is no promise', async () => {
  expect(await getGrayReleasePlan(cloudOf(() => reply))).toEqual({ ok: true, plan })
})

it('keeps the cause in the process and off the wire', async () => {
  const thrown = Object.assign(new Error('x'), { errCode: 48001, errMsg: 'api unauthorized' })
  const result = await getGrayReleasePlan(cloudOf(() => Promise.reject(thrown)))
  expect(result).toMatchObject({ ok: false, error: { kind: 'permission', errCode: 48001 } })
  expect(!result.ok && result.error.cause).toBe(thrown)
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
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
    expect(await getGrayReleasePlan(cloud, { retries: 0 })).toMatchObject({
      ok: false,
      error: { kind, errCode: code, attempts: 1 },
    })
  })
})

it('does not believe a reply of another shape, and names the field', async () => {
  const odd = { ...reply, grayReleasePlan: { ...sent, status: 'on' } }
  const result = await getGrayReleasePlan(cloudOf(() => odd))
  expect(result).toMatchObject({
    ok: false,
    error: {
      kind: 'invalid_response',
      errCode: 0,
      retryable: false,
      attempts: 1,
      issues: [{ path: 'grayReleasePlan.status', message: 'expected an integer, 0 or more' }],
      cause: odd,
    },
  })
  const nothing = await getGrayReleasePlan(cloudOf(() => undefined))
  expect(nothing).toMatchObject({
    error: {
      kind: 'invalid_response',
      errMsg: 'the response is not as documented: reply: expected an object',
      issues: [{ path: '' }],
    },
  })
  const half = { grayReleasePlan: { status: 1, createTimestamp: 'x', grayPercentage: 101 } }
  expect(await getGrayReleasePlan(cloudOf(() => half))).toMatchObject({
    error: {
      errMsg:
        'the response is not as documented: ' +
        'grayReleasePlan.createTimestamp: expected Unix seconds, a number from 0 to 8640000000000; ' +
        'grayReleasePlan.grayPercentage: expected a number from 0 to 100',
    },
  })
})

it.each(['text/html', 'image/png'])('says that the reply is %s', async (contentType) => {
  const page = { contentType, buffer: Buffer.from('<html>'), errCode: 0, errMsg: 'ok' }
  expect(await getGrayReleasePlan(cloudOf(() => page))).toMatchObject({
    error: {
      kind: 'invalid_response',
      issues: [{ path: 'grayReleasePlan', message: `the reply is ${contentType}, not JSON` }],
      cause: page,
    },
  })
})

it('believes a plan with a content type beside it', async () => {
  const both = { ...reply, contentType: 'text/html' }
  expect(await getGrayReleasePlan(cloudOf(() => both))).toEqual({ ok: true, plan })
})

describe('a wrong cloud is environment, and nothing is called', () => {
  const throwing = {
    get openapi(): unknown {
      throw new Error('hostile')
    },
  }
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'cloud'],
    ['a number', 1],
    ['an empty object', {}],
    ['no operation', { openapi: {} }],
    ['no API', { openapi: { operation: {} } }],
    ['an API that is no function', { openapi: { operation: { getGrayReleasePlan: 1 } } }],
    ['a throwing getter', throwing],
    ['a promise of a cloud', Promise.resolve(cloudOf(() => reply))],
  ])('%s', async (_name, cloud) => {
    const result = await getGrayReleasePlan(cloud as CloudLike)
    expect(result).toMatchObject({ ok: false, error: { kind: 'environment', attempts: 0 } })
    const missing = cloud === undefined || cloud === null
    expect(!result.ok && result.error.errMsg).toContain(
      missing ? 'cloud is missing' : "openapi.operation.getGrayReleasePlan can't be reached",
    )
  })

  /** On the SDK's own `openapi` every path is callable. */
  const anyPath: object = new Proxy(() => {}, { get: () => anyPath })

  it.each([
    ['a namespace', { default: cloudOf(() => reply) }, "write import cloud from 'wx-server-sdk'"],
    ['cloud.openapi', anyPath, 'pass cloud itself'],
    ['cloud.openapi of an old SDK', cloudOf(() => reply).openapi, 'pass cloud itself'],
  ])('%s: the message says what to write', async (_name, cloud, words) => {
    expect(await getGrayReleasePlan(cloud as CloudLike)).toMatchObject({
      error: { kind: 'environment', attempts: 0, errMsg: expect.stringContaining(words) },
    })
  })

  it('with what was thrown as the cause', async () => {
    const result = await getGrayReleasePlan(throwing)
    expect(!result.ok && result.error.cause).toEqual(new Error('hostile'))
  })
})

it.each([{}, { version: '1.8.3' }])(
  'takes a stand-in whose openapi is no function: %j',
  async (rest) => {
    const cloud = { openapi: { operation: { getGrayReleasePlan: () => reply } }, ...rest }
    expect(await getGrayReleasePlan(cloud)).toEqual({ ok: true, plan })
  },
)

it('counts no attempt before cloud.init', async () => {
  const cloud = cloudOf(() => {
    throw Object.assign(new Error(), { errCode: -1, errMsg: "Cloud API isn't enabled, please" })
  })
  expect(await getGrayReleasePlan(cloud)).toMatchObject({
    error: { kind: 'environment', attempts: 0 },
  })
})

describe('options', () => {
  it.each([{ timeoutMs: 0 }, { retries: -1 }, { signal: {} }, { appid: '' }, { appid: 1 }, 'x'])(
    'refuses %j without a call',
    async (options) => {
      const call = jest.fn(() => reply)
      const result = await getGrayReleasePlan(cloudOf(call), options as object)
      expect(result).toMatchObject({ error: { kind: 'environment', attempts: 0 } })
      const [name] = typeof options === 'string' ? [''] : Object.keys(options)
      expect(!result.ok && result.error.errMsg).toContain(name ? `options.${name}` : 'options must')
      expect(call).not.toHaveBeenCalled()
    },
  )

  it('tells of a wrong limit beside an appid', async () => {
    const options = { timeoutMs: 0, appid: 'wx1' }
    expect(
      await getGrayReleasePlan(
        cloudOf(() => reply),
        options,
      ),
    ).toMatchObject({
      error: { kind: 'environment', errMsg: expect.stringContaining('options.timeoutMs') },
    })
  })

  it.each([undefined, null, {}, { appid: null }])('takes %j for the defaults', async (options) => {
    expect(
      await getGrayReleasePlan(
        cloudOf(() => reply),
        options,
      ),
    ).toEqual({ ok: true, plan })
  })
})

describe('appid', () => {
  const call = (version?: unknown) => {
    const send = jest.fn(() => reply)
    const cloud = cloudOf(send, version === undefined ? {} : { version })
    return { send, result: getGrayReleasePlan(cloud, { appid: 'wx1' }) }
  }

  it.each([undefined, null, '2.2.0', '2.6.3', '2.10.0', '3.0.4', '4.0.2', '10.0.0'])(
    'is handed to an SDK of version %p',
    async (version) => {
      const { send, result } = call(version)
      expect(await result).toEqual({ ok: true, plan })
      expect(send.mock.calls).toEqual([[{}, 'wx1']])
    },
  )

  it.each(['0.4.3', '1.4.0', '1.8.3', '2.1.2', '', 'latest', 'x2.6.3', 4])(
    'is refused with version %p, which could drop it',
    async (version) => {
      const { send, result } = call(version)
      expect(await result).toMatchObject({ error: { kind: 'environment', attempts: 0 } })
      expect(send).not.toHaveBeenCalled()
    },
  )

  it('is refused where openapi cannot be called', async () => {
    const cloud = { openapi: { operation: { getGrayReleasePlan: () => reply } } }
    expect(await getGrayReleasePlan(cloud, { appid: 'wx1' })).toMatchObject({
      error: { kind: 'environment', attempts: 0, errMsg: expect.stringContaining('2.2.0') },
    })
  })
})

describe('property: no input makes it throw or reject', () => {
  const fail = (): never => {
    throw new Error('hostile')
  }
  const thenable = (attributes: PropertyDescriptor) => Object.defineProperty({}, 'then', attributes)
  const hostile = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
    fc.string(),
    fc.constantFrom<unknown>(
      null,
      undefined,
      Object.freeze({ errCode: -1 }),
      new Proxy({}, { get: fail }),
      new Proxy(() => undefined, { get: fail, apply: fail }),
      thenable({ value: fail }),
      thenable({ get: fail }),
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
  const options = { retries: 0, timeoutMs: 1000 }

  const check = async (cloud: unknown, given: unknown = options) => {
    const result = await getGrayReleasePlan(cloud as CloudLike, given as object)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
    if (result.ok) return expect(result.plan).toEqual(plan)
    expect(ERROR_KINDS).toContain(result.error.kind)
    expect(typeof result.error.errMsg).toBe('string')
    expect(Number.isFinite(result.error.errCode)).toBe(true)
    expect(result.error.attempts).toBeLessThanOrEqual(1)
  }

  it('thrown', () =>
    fc.assert(
      fc.asyncProperty(hostile, (value) =>
        check(
          cloudOf(() => {
            throw value
          }),
        ),
      ),
    ))

  it('rejected', () =>
    fc.assert(fc.asyncProperty(hostile, (value) => check(cloudOf(() => Promise.reject(value))))))

  it('resolved', () =>
    fc.assert(
      fc.asyncProperty(hostile, (value) =>
        check(cloudOf(() => new Promise((resolve) => resolve(value)))),
      ),
    ))

  it('given as cloud', () => fc.assert(fc.asyncProperty(hostile, (value) => check(value))))

  it('given as options', () =>
    fc.assert(
      fc.asyncProperty(hostile, (value) =>
        check(
          cloudOf(() => reply),
          value,
        ),
      ),
    ))
})

it('lets no promise that a stand-in gives for an account end the process', async () => {
  const cloud = { openapi: () => Promise.reject(new Error('nobody holds this')) }
  const result = await getGrayReleasePlan(cloud, { appid: 'wx0123456789abcdef' })
  expect(result).toMatchObject({ ok: false, error: { kind: 'environment', attempts: 0 } })
  await new Promise(setImmediate)
})
