import { cloudCalls } from '../../../../src/testing/gateway/cloud-call'
import { databaseCalls } from '../../../../src/testing/gateway/database'
import { httpsQueries } from '../../../../src/testing/gateway/https-query'
import { Release } from '../../../../src/testing/gateway/release'
import { ReplyQueue } from '../../../../src/testing/gateway/reply-queue'
import { Tokens, tokenRequests } from '../../../../src/testing/gateway/tokens'
import type { KnownRequest, Reply, SingleReply } from '../../../../src/testing/index'

const tokens = new Tokens()
const [stable, , authorizer] = tokenRequests(tokens)
const ENDPOINTS = {
  cloud: cloudCalls,
  https: httpsQueries(tokens),
  token: stable,
  authorizer,
  database: databaseCalls(new Map()),
}
type Name = keyof typeof ENDPOINTS

const queueOf = (reply: Reply) => {
  const queue = new ReplyQueue(reply, new Release(600))
  return {
    replace: (next: Reply) => queue.replace(next),
    next: (name: Name) =>
      queue.next({ kind: name } as KnownRequest, ENDPOINTS[name] as typeof cloudCalls),
  }
}

const RESET = { http: { reset: true } }
const BUSY = { errCode: -1, errMsg: expect.any(String) }
const QUOTA = { errCode: 45009, errMsg: expect.any(String) }
const NO_PERMISSION = { wechat: { errorCode: -604101 } }
const API = expect.objectContaining({ errCode: 48001 })
const REFRESH = expect.objectContaining({ errCode: 61023 })
const INVALID_ENV = { gateway: { code: 'INVALIID_ENV', message: 'invalid env' } }

it.each<Reply>([
  { status: 1 },
  { status: 'later', statusCode: 9 } as never,
  { errCode: 1 },
  { wechat: {} },
  { gateway: { code: 'X', message: 'y' } },
  { http: {} },
])('takes %j', async (reply) => {
  expect(await queueOf(reply).next('https')).toBe(reply)
})

it.each([undefined, null, 1, {}, { status: 'running' }, [['running']], []])(
  'does not take %j',
  (reply) => {
    expect(() => queueOf(reply as never)).toThrow(TypeError)
    expect(() => queueOf([reply as never])).toThrow(TypeError)
  },
)

it('lists the scenarios if a name is none of theirs, and keeps what it has', async () => {
  const queue = queueOf('busy')
  expect(() => queue.replace(['running', 'runing' as never])).toThrow(
    "no scenario is called 'runing'; there are running, paused, completed,",
  )
  expect(() => queue.replace('constructor' as never)).toThrow('json-array, json-string')
  expect(await queue.next('https')).toEqual(BUSY)
})

/** What endpoints get one after the other. */
it.each<[why: string, Reply, names: string, answers: unknown[]]>([
  ['the same until it is replaced', 'busy', 'https cloud', [BUSY, BUSY]],
  [
    'each of an array in turn, and the last one for ever',
    ['busy', { status: 7 }, 'quota'],
    'https cloud https https',
    [BUSY, { status: 7 }, QUOTA, QUOTA],
  ],
  ['what the endpoint has for a scenario', 'no-permission', 'cloud https', [NO_PERMISSION, API]],
  [
    'what a function returns, each time',
    async ({ kind }) => (kind === 'cloud' ? 'busy' : { errCode: 1 }),
    'https cloud',
    [{ errCode: 1 }, BUSY],
  ],
  [
    'what functions return, once',
    [() => 'quota', () => 'busy'],
    'https https https',
    [QUOTA, BUSY, BUSY],
  ],
  [
    'only what is about tokens, for a token',
    ['quota', 'busy', { errCode: 1 }, 'running'],
    'token https token token https token',
    [undefined, QUOTA, BUSY, undefined, { errCode: 1 }, undefined],
  ],
  [
    'only what is about such tokens',
    'refresh-token-invalid',
    'token authorizer',
    [undefined, REFRESH],
  ],
  [
    'nothing that is for the plan, for the database',
    ['reset', 'invalid-env', RESET, 'quota'],
    'database cloud database cloud database cloud database',
    [undefined, RESET, undefined, INVALID_ENV, undefined, RESET, undefined],
  ],
])('gives %s', async (_why, reply, names, answers) => {
  const queue = queueOf(reply)
  const given: unknown[] = []
  for (const name of names.split(' ')) given.push(await queue.next(name as Name))
  expect(given).toEqual(answers)
})

it.each<[Name, SingleReply, unknown]>([
  ['token', { http: { status: 502 } }, { http: { status: 502 } }],
  ['token', 'busy', BUSY],
  ['token', 'quota', undefined],
  ['token', { status: 1 }, undefined],
  ['database', 'reset', RESET],
  ['database', 'invalid-env', INVALID_ENV],
  ['database', { http: { status: 502 } }, { http: { status: 502 } }],
  ['database', { gateway: { code: 'A', message: 'b' } }, { gateway: { code: 'A', message: 'b' } }],
  ['database', 'running', undefined],
  ['database', 'busy', undefined],
  ['database', 'html', undefined],
  ['database', { status: 1 }, undefined],
  ['database', { errCode: 1 }, undefined],
  ['database', { wechat: {} }, undefined],
])('takes from a function for the %s what answers it: %j', async (name, reply, expected) => {
  expect(await queueOf(() => reply).next(name)).toEqual(expected)
})

it('rejects if a function throws or returns what is not a reply', async () => {
  const throwing = queueOf(() => {
    throw new Error('mine')
  })
  await expect(throwing.next('https')).rejects.toThrow('mine')
  await expect(queueOf(() => 1 as never).next('https')).rejects.toThrow('a reply is')
})
