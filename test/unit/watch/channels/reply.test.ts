import fc from 'fast-check'
import { type Bot, botRejection, statusRejection } from '../../../../src/watch/channels/reply'
import { expectBothLanguages } from '../../../both-languages'

const BOT: Bot = {
  name: { zh: '机器人', en: 'Robo' },
  codes: {
    45009: { zh: '过于频繁', en: 'too frequent', temporary: true },
    93000: { zh: '地址有误', en: 'the key is wrong' },
  },
}

const rejectionOf = (body: unknown, status = 200) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return botRejection({ status, text }, 'en', BOT)
}

it.each([
  { errcode: 0, errmsg: 'ok' },
  { errcode: '0' },
  { code: 0, msg: 'success' },
  { StatusCode: 0, code: 0 },
])('a bot accepts a message with %j', (body) => expect(rejectionOf(body)).toBeUndefined())

describe('a bot rejects a message', () => {
  it.each([
    [{ errcode: 93000 }, 200],
    [{ errcode: '93000' }, 200],
    [{ code: 93000 }, 200],
    [{ StatusCode: 93000 }, 200],
    [{ code: 0, StatusCode: 93000 }, 200],
    [{ errcode: 93000, errmsg: 'key 1234 is wrong' }, 200],
    // A known code decides, whatever the status.
    [{ errcode: 93000 }, 400],
    [{ errcode: 93000 }, 429],
    [{ errcode: 93000 }, 500],
  ])('with %j and HTTP %d, in a message of ours', (body, status) =>
    expect(rejectionOf(body, status)).toEqual({
      message: 'Robo rejected the message with 93000: the key is wrong',
      hint: {
        zh: '机器人拒绝了消息（93000）：地址有误。',
        en: 'Robo rejected the message with 93000: the key is wrong.',
      },
      retryable: false,
    }),
  )

  it.each([
    [200, { errcode: 45009 }, true, '45009: too frequent'],
    [200, { errcode: -7 }, false, '-7: look the code up in the documentation of Robo'],
    [500, { code: 502 }, true, '502: it is temporarily unavailable (HTTP 500)'],
    [429, { errcode: -7 }, true, '-7: it is temporarily unavailable (HTTP 429)'],
    [408, { code: '2200' }, true, '2200: it is temporarily unavailable (HTTP 408)'],
    [502, { errcode: 0 }, true, 'HTTP 502'],
    [502, '<html>', true, 'HTTP 502'],
    [404, '', false, 'HTTP 404'],
  ])('with HTTP %d and %j: retryable %j, %s', (status, body, retryable, message) => {
    const rejection = rejectionOf(body, status)
    expect(rejection).toMatchObject({ message: expect.stringContaining(message), retryable })
    if (rejection) expectBothLanguages(rejection.hint)
  })

  it.each([
    '',
    '<html>please sign in</html>',
    'null',
    '0',
    '[{"errcode":0}]',
    '{}',
    '{"errcode":null}',
    '{"errcode":false}',
    '{"errcode":""}',
    '{"errcode":[0]}',
    '{"errcode":{"toString":1}}',
    '{"errcode":{"errcode":0}}',
    '{"errcode":1.5}',
    '{"errcode":1e300}',
    '{"errcode":"12345678901234567890"}',
    '{"errcode":"ok"}',
    '{"errcode":"x1"}',
    '{"__proto__":{"errcode":0}}',
  ])('where the reply is not that of a bot: %s', (text) =>
    expect(rejectionOf(text)).toMatchObject({
      message: 'the reply is not that of a Robo bot: check the URL',
      hint: { zh: '收到的不是机器人机器人的回复：请检查 Webhook 地址。' },
      retryable: false,
    }),
  )

  it('where the reply was too long to be read', () =>
    expect(botRejection({ status: 200, text: undefined }, 'en', BOT)?.retryable).toBe(false))

  it('and never throws, whatever the reply is', () =>
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('errcode', 'code', 'status'), (json, field) => {
        rejectionOf(json)
        rejectionOf(`{"${field}":${json}}`)
      }),
    ))
})

it.each([200, 201, 204, 299])('HTTP %d alone accepts a message', (status) =>
  expect(statusRejection({ status, text: undefined })).toBeUndefined(),
)

it.each([
  [199, 'HTTP 199', false],
  [300, 'HTTP 300, a redirect, which is not followed', false],
  [399, 'HTTP 399, a redirect, which is not followed', false],
  [400, 'HTTP 400', false],
  [408, 'HTTP 408', true],
  [428, 'HTTP 428', false],
  [429, 'HTTP 429', true],
  [499, 'HTTP 499', false],
  [500, 'HTTP 500', true],
])('HTTP %d alone rejects it', (status, message, retryable) => {
  const rejection = statusRejection({ status, text: '' })
  expect(rejection).toMatchObject({ message, retryable })
  if (rejection) expectBothLanguages(rejection.hint)
})
