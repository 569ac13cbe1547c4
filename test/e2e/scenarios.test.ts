import type { GetGrayReleasePlanResult } from '../../src/core/result'
import { getGrayReleasePlanOverHttps } from '../../src/https'
import { getGrayReleasePlan } from '../../src/sdk/get-gray-release-plan'
import { SCENARIOS, type ScenarioName } from '../../src/testing'
import { gateway } from '../gateway'
import { loadSdk, type RealSdk } from './sdk'

let cloud: RealSdk

beforeAll(() => {
  cloud = loadSdk()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: 300 })
})

/** A status, or a kind with `!` if it is retryable, and what its hint names. */
type Outcome = string | [outcome: string, hint: RegExp]

const WHERE_IT_BEGAN = /mini program.*timer.*invokecloudfunction.*not from the CloudBase console/
const OTHER_TOKEN = /stableAccessToken.*cloudbaseAccessToken/

/** Through the real SDK and over HTTPS, if that is not the same. */
const OUTCOMES: {
  readonly [name in ScenarioName]: Outcome | { readonly sdk: Outcome; readonly https: Outcome }
} = {
  running: 'running',
  paused: 'paused',
  completed: 'completed',
  initial: 'initial',
  deleted: 'deleted',
  'members-only': 'running',
  'older-reply': 'running',
  'later-status': 'unknown',
  'no-plan': ['no_plan', /No staged release seems to be in progress/],
  'null-plan': 'no_plan',
  'no-permission': {
    sdk: ['permission', /permissions\.openapi.*config\.json.*DevTools.*10 minutes/],
    https: ['permission', /another account's/],
  },
  'api-unauthorized': {
    sdk: ['permission', /permission set 18/],
    https: ['permission', /another account's.*permission set 18/],
  },
  'api-not-found': { sdk: ['environment', /HTTPS entry/], https: ['environment', /baseUrl/] },
  'no-ticket': { sdk: ['permission', WHERE_IT_BEGAN], https: 'credential' },
  'ticket-refused': { sdk: ['permission', WHERE_IT_BEGAN], https: ['credential', OTHER_TOKEN] },
  'permission-denied': 'permission',
  'account-limited': ['permission', /restricted, frozen or closed/],
  'no-version': ['environment', /no published version/],
  'token-expired': { sdk: 'credential', https: ['credential', /fresh/] },
  'appsecret-frozen': { sdk: 'credential', https: ['credential', /AppSecret/] },
  'ip-not-listed': { sdk: 'environment', https: ['environment', /the account's IP allowlist/] },
  'ip-unconfirmed': { sdk: 'environment', https: ['environment', /administrator must approve/] },
  'not-a-platform': 'permission',
  'account-not-authorized': { sdk: 'permission', https: ['permission', /authoriz/] },
  'permission-set-missing': { sdk: 'permission', https: ['permission', /permission set 18/] },
  'platform-ip-not-listed': 'environment',
  'verify-ticket-expired': { sdk: 'credential', https: ['credential', /component_verify_ticket/] },
  'verify-ticket-invalid': 'credential',
  'refresh-token-invalid': { sdk: 'credential', https: ['credential', /authoriz.* again/] },
  'cloudrun-not-listed': { sdk: 'permission', https: ['permission', /\/wxa\/getgrayreleaseplan/] },
  'cloudrun-not-ready': { sdk: 'system', https: ['system', /wait a few minutes.*ticket/] },
  quota: { sdk: 'quota', https: ['quota', /midnight/] },
  'rate-limit': { sdk: 'quota!', https: ['quota', /try again in a minute/] },
  busy: 'system!',
  'invalid-env': 'environment',
  'env-not-found': 'environment',
  isolated: { sdk: ['environment', /renew/], https: 'environment' },
  'sign-invalid': { sdk: ['credential', /secretKey/], https: ['credential', OTHER_TOKEN] },
  'secret-id-error': { sdk: ['credential', /secretId/], https: ['credential', OTHER_TOKEN] },
  'request-refused': 'environment',
  'platform-failure': 'system!',
  'platform-timeout': { sdk: 'timeout!', https: 'system!' },
  'platform-network': { sdk: 'network!', https: 'system!' },
  'unlisted-code': 'unknown',
  timeout: 'timeout!',
  reset: 'network!',
  cut: 'network!',
  // The SDK's own timeout doesn't notice it: the deadline ends it.
  drip: 'timeout!',
  'http-500': 'system!',
  'http-502': 'system!',
  html: 'invalid_response',
  text: 'invalid_response',
  empty: 'invalid_response',
  'broken-json': 'invalid_response',
  'broken-protobuf': 'invalid_response',
  // JSON.parse, which reads replies over HTTPS, takes that key for a field like any other.
  'proto-key': { sdk: 'invalid_response', https: 'running' },
  'json-null': 'invalid_response',
  'json-array': 'invalid_response',
  'json-string': 'invalid_response',
  'big-number': 'invalid_response',
  'string-errcode': {
    sdk: ['permission', /permission set 18/],
    https: ['permission', /another account's/],
  },
}

describe.each(SCENARIOS)('%s', (name) => {
  const timeoutMs = ['timeout', 'drip'].includes(name) ? 600 : 10_000
  const expected = OUTCOMES[name]
  const isSame = typeof expected === 'string' || Array.isArray(expected)
  const { sdk, https } = isSame ? { sdk: expected, https: expected } : expected

  it.each<[way: string, Outcome, ask: () => Promise<GetGrayReleasePlanResult>]>([
    ['the real SDK', sdk, () => getGrayReleasePlan(cloud, { retries: 0, timeoutMs })],
    [
      'HTTPS',
      https,
      () => {
        const options = { baseUrl: gateway.baseUrl, retries: 0, timeoutMs }
        return getGrayReleasePlanOverHttps({ accessToken: 'a-token-of-the-gateway' }, options)
      },
    ],
  ])('through %s', async (_way, row, ask) => {
    const [outcome, hint = /./] = [row].flat() as [string, RegExp?]
    gateway.reply(name)
    const result = await ask()
    if (result.ok) return expect(result.plan.status).toBe(outcome)
    const { kind, retryable } = result.error
    expect(`${kind}${retryable ? '!' : ''}`).toBe(outcome)
    expect(result.error.hint.en).toMatch(hint)
  })
})
