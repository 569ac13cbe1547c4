import { getGrayReleasePlanOverHttps } from '../../src/https'
import { getGrayReleasePlan } from '../../src/sdk/get-gray-release-plan'
import { type Gateway, SCENARIOS, type ScenarioName } from '../../src/testing'
import { type RealSdk, startWithSdk } from './sdk'

let gateway: Gateway
let cloud: RealSdk

beforeAll(async () => {
  const started = await startWithSdk()
  gateway = started.gateway
  cloud = started.loadSdk()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: 300 })
})
afterAll(() => gateway.close())

/** The outcome: a status, or a kind with `!` if it is retryable, and what its hint names. */
type Row = [outcome: string, hint?: RegExp]

const WHERE_IT_BEGAN = /mini program.*timer.*invokecloudfunction.*not from the CloudBase console/
const OTHER_TOKEN = /stableAccessToken.*cloudbaseAccessToken/
const INVALID: Row = ['invalid_response']

/** Through the real SDK, and over HTTPS. */
const ROWS: { readonly [name in ScenarioName]: readonly [sdk: Row, https: Row] } = {
  running: [['running'], ['running']],
  paused: [['paused'], ['paused']],
  completed: [['completed'], ['completed']],
  initial: [['initial'], ['initial']],
  deleted: [['deleted'], ['deleted']],
  'members-only': [['running'], ['running']],
  'older-reply': [['running'], ['running']],
  'later-status': [['unknown'], ['unknown']],
  'no-plan': [
    ['no_plan', /No staged release seems to be in progress/],
    ['no_plan', /No staged release seems to be in progress/],
  ],
  'null-plan': [['no_plan'], ['no_plan']],
  'no-permission': [
    ['permission', /permissions\.openapi.*config\.json.*DevTools.*10 minutes/],
    ['permission', /another account's/],
  ],
  'api-unauthorized': [
    ['permission', /permission set 18/],
    ['permission', /another account's.*permission set 18/],
  ],
  'api-not-found': [
    ['environment', /HTTPS entry/],
    ['environment', /baseUrl/],
  ],
  'no-ticket': [['permission', WHERE_IT_BEGAN], ['credential']],
  'ticket-refused': [
    ['permission', WHERE_IT_BEGAN],
    ['credential', OTHER_TOKEN],
  ],
  'permission-denied': [['permission'], ['permission']],
  'account-limited': [
    ['permission', /restricted, frozen or closed/],
    ['permission', /restricted, frozen or closed/],
  ],
  'no-version': [
    ['environment', /no published version/],
    ['environment', /no published version/],
  ],
  'token-expired': [['credential'], ['credential', /fresh/]],
  'appsecret-frozen': [['credential'], ['credential', /AppSecret/]],
  'ip-not-listed': [['environment'], ['environment', /the account's IP allowlist/]],
  'ip-unconfirmed': [['environment'], ['environment', /administrator must approve/]],
  'not-a-platform': [['permission'], ['permission']],
  'account-not-authorized': [['permission'], ['permission', /authoriz/]],
  'permission-set-missing': [['permission'], ['permission', /permission set 18/]],
  'platform-ip-not-listed': [['environment'], ['environment']],
  'verify-ticket-expired': [['credential'], ['credential', /component_verify_ticket/]],
  'verify-ticket-invalid': [['credential'], ['credential']],
  'refresh-token-invalid': [['credential'], ['credential', /authoriz.* again/]],
  'cloudrun-not-listed': [['permission'], ['permission', /\/wxa\/getgrayreleaseplan/]],
  'cloudrun-not-ready': [['system'], ['system', /wait a few minutes.*ticket/]],
  quota: [['quota'], ['quota', /midnight/]],
  'rate-limit': [['quota!'], ['quota', /try again in a minute/]],
  busy: [['system!'], ['system!']],
  'invalid-env': [['environment'], ['environment']],
  'env-not-found': [['environment'], ['environment']],
  isolated: [['environment', /renew/], ['environment']],
  'sign-invalid': [
    ['credential', /secretKey/],
    ['credential', OTHER_TOKEN],
  ],
  'secret-id-error': [
    ['credential', /secretId/],
    ['credential', OTHER_TOKEN],
  ],
  'request-refused': [['environment'], ['environment']],
  'platform-failure': [['system!'], ['system!']],
  'platform-timeout': [['timeout!'], ['system!']],
  'platform-network': [['network!'], ['system!']],
  'unlisted-code': [['unknown'], ['unknown']],
  timeout: [['timeout!'], ['timeout!']],
  reset: [['network!'], ['network!']],
  cut: [['network!'], ['network!']],
  // The SDK's own timeout doesn't notice it: the deadline ends it.
  drip: [['timeout!'], ['timeout!']],
  'http-500': [['system!'], ['system!']],
  'http-502': [['system!'], ['system!']],
  html: [INVALID, INVALID],
  text: [INVALID, INVALID],
  empty: [INVALID, INVALID],
  'broken-json': [INVALID, INVALID],
  'broken-protobuf': [INVALID, INVALID],
  // JSON.parse, which reads replies over HTTPS, takes that key for a field like any other.
  'proto-key': [INVALID, ['running']],
  'json-null': [INVALID, INVALID],
  'json-array': [INVALID, INVALID],
  'json-string': [INVALID, INVALID],
  'big-number': [INVALID, INVALID],
  'string-errcode': [
    ['permission', /permission set 18/],
    ['permission', /another account's/],
  ],
}

describe.each(SCENARIOS)('%s', (name) => {
  const timeoutMs = ['timeout', 'drip'].includes(name) ? 600 : 10_000
  const [sdk, https] = ROWS[name]

  it.each([
    ['the real SDK', sdk, () => getGrayReleasePlan(cloud, { retries: 0, timeoutMs })],
    [
      'HTTPS',
      https,
      () => {
        const options = { baseUrl: gateway.baseUrl, retries: 0, timeoutMs }
        return getGrayReleasePlanOverHttps({ accessToken: 'a-token-of-the-gateway' }, options)
      },
    ],
  ] as const)('through %s', async (_way, [outcome, hint], ask) => {
    gateway.reply(name)
    const result = await ask()
    if (result.ok) {
      expect(result.plan.status).toBe(outcome)
      return
    }
    const { kind, retryable } = result.error
    expect(`${kind}${retryable ? '!' : ''}`).toBe(outcome)
    if (hint) expect(result.error.hint.en).toMatch(hint)
  })
})
