import fc from 'fast-check'
import { createPlanMain, type PlanMain } from '../../src/cloud-functions/get-gray-release-plan/main'
import type { FunctionSdk } from '../../src/cloud-functions/handler'
import { thisInstance } from '../../src/cloud-functions/this-instance'

// One instance through a sequence of callers, with the real getWXContext(): what became of each is what
// would have become of it on an instance of its own.

const { getWXContext } = require('wx-server-sdk') as FunctionSdk
const before = process.env
afterEach(() => {
  process.env = before
})

interface Variables {
  [name: string]: string
}

interface Invocation {
  variables: Variables
  context: object
  /** The runtime puts another object in the place of process.env, so that nothing is left over. */
  replaces: boolean
}

const SETTINGS = {
  TENCENTCLOUD_SECRETID: 'id',
  TENCENTCLOUD_SECRETKEY: 'key',
  GRAY_RELEASE_ALLOWED_OPENIDS: 'oBoss，oOther',
}

const reply = { grayReleasePlan: { status: 1, createTimestamp: 1, grayPercentage: 8 }, errCode: 0 }

function newInstance(): PlanMain {
  process.env = { ...SETTINGS }
  const sdk: FunctionSdk = {
    DYNAMIC_CURRENT_ENV: undefined,
    init: () => undefined,
    getWXContext,
    openapi: { operation: { getGrayReleasePlan: async () => reply } },
  }
  return createPlanMain({ ...thisInstance(), loadSdk: () => sdk, log: () => undefined })
}

async function invoke(
  main: PlanMain,
  { variables, context, replaces }: Invocation,
): Promise<string> {
  if (replaces) process.env = { ...SETTINGS, ...variables }
  else Object.assign(process.env, variables)
  const result = await main({}, context)
  return result.ok ? 'plan' : `${result.error.kind} ${result.error.errMsg} ${result.error.hint}`
}

const source = fc.constantFrom('wx_client', 'wx_trigger', 'wx_client,scf', 'scf,wx_client', 'other')
const where = { TCB_SOURCE: source, TCB_ENV: fc.constantFrom('production', 'production', 'local') }
const WX_OPENID = fc.constantFrom('oBoss', 'oOther', 'oStranger')
const who = fc.oneof(
  fc.record({
    WX_CONTEXT_KEYS: fc.constantFrom('WX_OPENID', 'WX_APPID,WX_OPENID,WX_API_TOKEN'),
    WX_OPENID,
  }),
  fc.record({ WX_CONTEXT_KEYS: fc.constantFrom('', 'WX_APPID', 'WX_APPID,WX_API_TOKEN') }),
)
const together = (parts: object[]): Variables => Object.assign({}, ...parts)

/** Each sets the variables that the platform always sets; the OPENID of an earlier one may be left. */
const complete = fc.tuple(fc.record(where), who).map(together)

/** Any may be missing. */
const partial = fc
  .tuple(
    fc.record(where, { requiredKeys: [] }),
    fc.record({ WX_OPENID }, { requiredKeys: [] }),
    who,
  )
  .map(together)

const pairs = (variables: Variables) =>
  Object.entries({ PATH: '/bin', ...variables, X: 'a;b' })
    .map((pair) => pair.join('='))
    .join(';')
const json = (variables: Variables) => JSON.stringify({ PATH: '/bin', ...variables })

const told: fc.Arbitrary<Invocation> = fc
  .record({ variables: partial, replaces: fc.boolean(), way: fc.nat(4) })
  .map(({ variables, replaces, way }) => {
    const contexts = [
      { environ: pairs(variables) },
      { environment: json(variables) },
      { environ: pairs(variables), environment: json(variables) },
      { environ: pairs(variables), environment: '{' },
      { environ: 7, environment: json(variables) },
    ]
    return { variables, replaces, context: contexts[way] as object }
  })

const broken = fc.constantFrom<unknown>(
  ...[undefined, null, 7, '', '{', '[]', 'null', ';=;', 'TCB_SOURCE'],
  ...['["TCB_SOURCE=wx_trigger"]', '{"TCB_SOURCE":"wx_trigger"'],
  ...[['TCB_SOURCE=wx_trigger'], { TCB_SOURCE: 'wx_trigger' }],
)
const untold: fc.Arbitrary<Invocation> = fc
  .record({ environ: broken, environment: broken }, { requiredKeys: [] })
  .chain((context) =>
    fc.oneof(
      complete.map((variables) => ({ variables, context, replaces: false })),
      partial.map((variables) => ({ variables, context, replaces: true })),
    ),
  )

it('lets a caller in by this invocation alone, whoever was there before', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(told, untold), { minLength: 2, maxLength: 6 }),
      async (invocations) => {
        const alone: string[] = []
        for (const one of invocations) alone.push(await invoke(newInstance(), one))
        const main = newInstance()
        const inTurn: string[] = []
        for (const one of invocations) inTurn.push(await invoke(main, one))
        expect(inTurn).toEqual(alone)
      },
    ),
    { numRuns: 500 },
  ))

it('tells the same of a broken context as of none', () =>
  fc.assert(
    fc.asyncProperty(untold, async (invocation) => {
      const without = await invoke(newInstance(), { ...invocation, context: {} })
      expect(await invoke(newInstance(), invocation)).toBe(without)
    }),
  ))
