import fc from 'fast-check'
import type { Rejection } from '../../../../src/watch/channels/channel'
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

describe('a bot accepts a message', () => {
  it.each([
    { errcode: 0, errmsg: 'ok' },
    { errcode: '0' },
    { code: 0, msg: 'success' },
    { StatusCode: 0, StatusMessage: 'success' },
    { StatusCode: 0, code: 0 },
  ])('%j', (body) => expect(rejectionOf(body)).toBeUndefined())
})

describe('a bot rejects a message', () => {
  const FINAL: Rejection = {
    message: 'Robo rejected the message with 93000: the key is wrong',
    hint: {
      zh: '机器人拒绝了消息（93000）：地址有误。',
      en: 'Robo rejected the message with 93000: the key is wrong.',
    },
    retryable: false,
  }

  it.each([
    { errcode: 93000 },
    { errcode: '93000' },
    { code: 93000 },
    { StatusCode: 93000 },
    { code: 0, StatusCode: 93000 },
    { errcode: 93000, errmsg: 'key 1234 is wrong' },
  ])('%j, in a message of ours', (body) => expect(rejectionOf(body)).toEqual(FINAL))

  it('and a known code decides, whatever the status', () => {
    for (const status of [400, 429, 500]) {
      expect(rejectionOf({ errcode: 93000 }, status)).toEqual(FINAL)
    }
  })

  it('as too frequent, which is temporary', () => {
    expect(rejectionOf({ errcode: 45009 })).toMatchObject({
      message: 'Robo rejected the message with 45009: too frequent',
      retryable: true,
    })
  })

  it('with a code that is not known', () => {
    expect(rejectionOf({ errcode: -7 })).toMatchObject({
      message: 'Robo rejected the message with -7: look the code up in the documentation of Robo',
      retryable: false,
    })
  })

  it.each([
    [500, { code: 502 }],
    [503, { errcode: 50001 }],
    [429, { errcode: -7 }],
    [408, { code: '2200' }],
  ])('with HTTP %d and an unknown code, which is temporary: %j', (status, body) => {
    const rejection = rejectionOf(body, status)
    expect(rejection).toMatchObject({
      message: expect.stringContaining(`it is temporarily unavailable (HTTP ${status})`),
      retryable: true,
    })
    if (rejection) expectBothLanguages(rejection.hint)
  })

  it.each([
    [408, true],
    [429, true],
    [500, true],
    [502, true],
    [404, false],
  ])('with HTTP %d', (status, retryable) => {
    const expected = { message: expect.stringContaining(`HTTP ${status}`), retryable }
    for (const body of ['<html>', '', { errcode: 0 }]) {
      expect(rejectionOf(body, status)).toMatchObject(expected)
    }
  })

  it.each([
    '',
    '<html>please sign in</html>',
    'null',
    '0',
    '[]',
    '{}',
    '[{"errcode":0}]',
    '{"errcode":null}',
    '{"errcode":false}',
    '{"errcode":""}',
    '{"errcode":[]}',
    '{"errcode":[0]}',
    '{"errcode":{}}',
    '{"errcode":{"toString":1}}',
    '{"errcode":{"errcode":0}}',
    '{"errcode":1.5}',
    '{"errcode":1e300}',
    '{"errcode":"12345678901234567890"}',
    '{"errcode":"ok"}',
    '{"__proto__":{"errcode":0}}',
    '{"toString":1,"constructor":0}',
  ])('where the reply is not that of a bot: %s', (text) => {
    expect(rejectionOf(text)).toMatchObject({
      message: 'the reply is not that of a Robo bot: check the URL',
      retryable: false,
    })
  })

  it('where the reply was too long to be read', () => {
    expect(botRejection({ status: 200, text: undefined }, 'en', BOT)?.retryable).toBe(false)
  })

  it('never throws, whatever the reply is', () =>
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('errcode', 'code', 'status'), (json, field) => {
        rejectionOf(json)
        rejectionOf(`{"${field}":${json}}`)
      }),
    ))
})

describe('the status alone', () => {
  it.each([200, 201, 204, 299])('%d accepts a message', (status) => {
    expect(statusRejection({ status, text: undefined })).toBeUndefined()
  })

  it.each([
    [302, 'HTTP 302, a redirect, which is not followed', false],
    [399, 'HTTP 399, a redirect, which is not followed', false],
    [300, 'HTTP 300, a redirect, which is not followed', false],
    [400, 'HTTP 400', false],
    [408, 'HTTP 408', true],
    [428, 'HTTP 428', false],
    [429, 'HTTP 429', true],
    [499, 'HTTP 499', false],
    [500, 'HTTP 500', true],
    [599, 'HTTP 599', true],
    [199, 'HTTP 199', false],
  ])('%d rejects it', (status, message, retryable) => {
    const rejection = statusRejection({ status, text: '' })
    expect(rejection).toMatchObject({ message, retryable })
    if (rejection) expectBothLanguages(rejection.hint)
  })
})
