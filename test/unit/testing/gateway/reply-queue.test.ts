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
it.each<[why: string, Reply, [Name, unknown][]]>([
  [
    'the same until it is replaced',
    'busy',
    [
      ['https', BUSY],
      ['cloud', BUSY],
    ],
  ],
  [
    'each of an array in turn, and the last one for ever',
    ['busy', { status: 7 }, 'quota'],
    [
      ['https', BUSY],
      ['cloud', { status: 7 }],
      ['https', QUOTA],
      ['https', QUOTA],
    ],
  ],
  [
    'what the endpoint answers in a scenario',
    'no-permission',
    [
      ['cloud', { wechat: { errorCode: -604101 } }],
      ['https', expect.objectContaining({ errCode: 48001 })],
    ],
  ],
  [
    'what a function returns, each time',
    async ({ kind }) => (kind === 'cloud' ? 'busy' : { errCode: 1 }),
    [
      ['https', { errCode: 1 }],
      ['cloud', BUSY],
    ],
  ],
  [
    'what functions in an array return, each once',
    [() => 'quota', () => 'busy'],
    [
      ['https', QUOTA],
      ['https', BUSY],
      ['https', BUSY],
    ],
  ],
  [
    'only what is about tokens, for a token',
    ['quota', 'busy', { errCode: 1 }, 'running'],
    [
      ['token', undefined],
      ['https', QUOTA],
      ['token', BUSY],
      ['token', undefined],
      ['https', { errCode: 1 }],
      ['token', undefined],
    ],
  ],
  [
    'only what is about such tokens',
    'refresh-token-invalid',
    [
      ['token', undefined],
      ['authorizer', expect.objectContaining({ errCode: 61023 })],
    ],
  ],
  [
    'nothing that is for the plan, for the database',
    ['reset', 'invalid-env', RESET, 'quota'],
    [
      ['database', undefined],
      ['cloud', RESET],
      ['database', undefined],
      ['cloud', INVALID_ENV],
      ['database', undefined],
      ['cloud', RESET],
      ['database', undefined],
    ],
  ],
])('gives %s', async (_why, reply, expected) => {
  const queue = queueOf(reply)
  for (const [name, answer] of expected) expect(await queue.next(name)).toEqual(answer)
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
])(
  'takes from a function what a request for the %s can be answered with: %j',
  async (name, reply, expected) => {
    expect(await queueOf(() => reply).next(name)).toEqual(expected)
  },
)

it('rejects if a function throws or returns what is not a reply', async () => {
  const throwing = queueOf(() => {
    throw new Error('mine')
  })
  await expect(throwing.next('https')).rejects.toThrow('mine')
  await expect(queueOf(() => 1 as never).next('https')).rejects.toThrow('a reply is')
})
