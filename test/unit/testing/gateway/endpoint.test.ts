import { cloudCalls } from '../../../../src/testing/gateway/cloud-call'
import { databaseCalls } from '../../../../src/testing/gateway/database'
import { writeWechat } from '../../../../src/testing/gateway/endpoint'

const TYPE = 'application/json; charset=utf-8'

it.each<[Parameters<typeof writeWechat>[0], text: string]>([
  [{ status: 1 }, '{"errcode":0,"errmsg":"ok","gray_release_plan":{"status":1}}'],
  [{ errCode: 5 }, '{"errcode":5,"errmsg":"error"}'],
  [{ gateway: { code: 'SOME_CODE', message: 'message' } }, '{"errcode":-1,"errmsg":"message"}'],
  [{ wechat: {} }, ''],
  [{ wechat: { body: 'text' } }, 'text'],
  [{ wechat: { body: null } }, 'null'],
  [{ wechat: { body: { a: 1 } } }, '{"a":1}'],
  [{ wechat: { body: Uint8Array.of(104, 105) } }, 'hi'],
])('writes %j over HTTPS', (reply, text) => {
  expect(writeWechat(reply)).toEqual({ contentType: TYPE, body: Buffer.from(text) })
})

it('writes a failure of the gateway to the SDK as it is', () => {
  const reply = { gateway: { code: 'SOME_CODE', message: 'message' } }
  const body = '{"code":"SOME_CODE","message":"message","requestId":"local-gateway"}'
  for (const { write } of [cloudCalls, databaseCalls(new Map())]) {
    expect(write?.(reply)).toEqual({ contentType: TYPE, body: Buffer.from(body) })
  }
})
