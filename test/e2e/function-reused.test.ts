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

/** How the context tells the variables of the invocation, if it does. */
const CONTEXTS: { [name: string]: (variables: Variables) => object } = {
  'context.environ': (variables) => {
    const pairs = Object.entries(variables).map((pair) => pair.join('='))
    return { environ: pairs.join(';') }
  },
  'context.environment': (variables) => ({ environment: JSON.stringify(variables) }),
  'no context': () => ({}),
  'a broken context': () => ({ environ: 'TCB_SOURCE;=', environment: '{"TCB_SOURCE":"scf"' }),
}

async function callAs(variables: Variables, context = 'no context', replaces = false) {
  const env = replaces ? { ...gateway.env, ...variables } : variables
  const { results } = await one.call([{ context: CONTEXTS[context]?.(variables) }], env, replaces)
  const [result] = results
  return result?.ok === false ? result.error.kind : 'plan'
}

it.each(Object.keys(CONTEXTS))('with %s, goes by this invocation alone', async (context) => {
  const told = context.startsWith('context.')
  for (const [variables, outcome, replaces] of [
    [listedUser, 'plan'],
    [withoutOpenid, 'forbidden'],
    [listedUser, 'plan'],
    [anotherUser, 'forbidden'],
    [timer, 'plan'],
    // A trigger that names no source; only a context can tell that it does not.
    [withoutSource, told ? 'forbidden' : 'plan'],
    // In the place of the last process.env.
    [{ TCB_SOURCE: 'wx_client' }, 'forbidden', true],
    [timer, 'plan'],
  ] as const) {
    expect([variables, await callAs(variables, context, replaces)]).toEqual([variables, outcome])
  }
})

it('goes by the list and the credentials of this invocation too', async () => {
  expect(await callAs(timer)).toBe('plan')
  expect(await callAs({ ...timer, TENCENTCLOUD_SECRETKEY: '' })).toBe('environment')
  const listed = { ...listedUser, GRAY_RELEASE_ALLOWED_OPENIDS: LISTED }
  expect(await callAs(listed, 'no context', true)).toBe('plan')
  expect(await callAs(listedUser, 'no context', true)).toBe('forbidden')
})
