import { type Gateway, startGateway } from '../../src/testing'
import { FunctionProcess } from './function-process'

// Instances are reused: the variables of an invocation are set over those of the last one, and what it
// does not set keeps its old value. Who is let in must not depend on who was there before.

// Each test starts processes, which takes its time on a loaded machine.
jest.setTimeout(30_000)

interface Variables {
  [name: string]: string
}

const LISTED = 'oBoss'
let gateway: Gateway
let one: FunctionProcess

beforeAll(async () => {
  gateway = await startGateway({ reply: 'paused' })
})
beforeEach(() => {
  one = new FunctionProcess({ ...gateway.env, GRAY_RELEASE_ALLOWED_OPENIDS: LISTED })
})
afterEach(() => one.end())
afterAll(() => gateway.close())

const listedUser: Variables = {
  WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID',
  WX_OPENID: LISTED,
  WX_APPID: 'wx0123456789abcdef',
  TCB_SOURCE: 'wx_client',
}
const withoutOpenid: Variables = { WX_CONTEXT_KEYS: 'WX_APPID', TCB_SOURCE: 'wx_unknown' }
const timer: Variables = { WX_CONTEXT_KEYS: 'WX_APPID', TCB_SOURCE: 'wx_trigger' }
const withoutSource: Variables = { WX_CONTEXT_KEYS: 'WX_APPID', WX_APPID: 'wx0123456789abcdef' }
const anotherUser: Variables = { ...listedUser, WX_OPENID: 'oStranger' }

/** How the context tells the variables of the invocation. */
const CONTEXTS: { [name: string]: (variables: Variables) => object } = {
  'context.environ': (variables) => ({
    environ: Object.entries(variables)
      .map((pair) => pair.join('='))
      .join(';'),
  }),
  'context.environment': (variables) => ({ environment: JSON.stringify(variables) }),
  'no context': () => ({}),
  'a broken context': () => ({
    environ: 'TCB_SOURCE;=',
    environment: '{"TCB_SOURCE":"wx_trigger"',
  }),
}
const TELLING = ['context.environ', 'context.environment']

async function callAs(variables: Variables, context: string, replaces = false): Promise<string> {
  const env = replaces ? { ...gateway.env, ...variables } : variables
  const { results } = await one.call([{ context: CONTEXTS[context]?.(variables) }], env, replaces)
  const [result] = results
  return result?.ok === false ? result.error.kind : 'plan'
}

describe.each(Object.keys(CONTEXTS))('with %s', (context) => {
  it('refuses a caller without OPENID after a listed user, and takes the listed user back', async () => {
    expect(await callAs(listedUser, context)).toBe('plan')
    expect(await callAs(withoutOpenid, context)).toBe('forbidden')
    expect(await callAs(listedUser, context)).toBe('plan')
    expect(await callAs(anotherUser, context)).toBe('forbidden')
  })

  it('goes by the variables of a process.env that was put in place of the last', async () => {
    expect(await callAs(listedUser, context)).toBe('plan')
    expect(await callAs({ TCB_SOURCE: 'wx_client' }, context, true)).toBe('forbidden')
    expect(await callAs(timer, context)).toBe('plan')
    expect(await callAs({}, 'no context', true)).toBe('forbidden')
  })
})

it.each(TELLING)(
  'with %s, refuses a trigger that names no source after a timer',
  async (context) => {
    expect(await callAs(timer, context)).toBe('plan')
    expect(await callAs(withoutSource, context)).toBe('forbidden')
    expect(await callAs(listedUser, context)).toBe('plan')
  },
)

it('goes by the list and the credentials of this invocation too', async () => {
  expect(await callAs(timer, 'no context')).toBe('plan')
  const { TENCENTCLOUD_SECRETKEY, ...without } = gateway.env
  expect(TENCENTCLOUD_SECRETKEY).toBeTruthy()
  const { results } = await one.call([{}], { ...(without as Variables), ...timer }, true)
  expect(results).toMatchObject([{ error: { kind: 'environment', attempts: 0 } }])
  expect(
    await callAs({ ...listedUser, GRAY_RELEASE_ALLOWED_OPENIDS: LISTED }, 'no context', true),
  ).toBe('plan')
  expect(await callAs(listedUser, 'no context', true)).toBe('forbidden')
})
