import { cloudCalls } from '../../../../src/testing/gateway/cloud-call'
import { Release } from '../../../../src/testing/gateway/release'

const endpoint = cloudCalls(new Release(600))

const receive = (headers: { [name: string]: string }, body: Buffer) =>
  endpoint.receive({
    received: { method: 'POST', path: '/admin', headers, at: 0 },
    pathname: '/admin',
    query: new URLSearchParams(),
    body,
  })

const formOf = (parts: { [name: string]: string }) => {
  const body = Object.entries(parts)
    .map(
      ([name, text]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
    )
    .join('')
  return Buffer.from(`${body}--b--\r\n`)
}

const headers = { 'content-type': 'multipart/form-data; boundary=b' }

it('reads a form without a message', async () => {
  expect(await receive(headers, formOf({ action: 'wx.openApi', envName: '环境' }))).toEqual({
    kind: 'cloud',
    method: 'POST',
    path: '/admin',
    headers,
    at: 0,
    action: 'wx.openApi',
    apiName: '',
    data: {},
    fields: { envName: '环境' },
  })
})

it('reads a message sent as a plain field', async () => {
  const requestData = '\x12\x0a\x0a\x08\x0a\x03key\x12\x01\x37\x32\x03wx1'
  const form = formOf({ action: 'wx.openApi', apiName: 'a.b', requestData })
  expect(await receive(headers, form)).toMatchObject({
    apiName: 'a.b',
    appid: 'wx1',
    data: { key: 7 },
    fields: {},
  })
})

it('keeps a field called __proto__ a field', async () => {
  const { fields } = await receive(headers, formOf({ action: 'wx.openApi', ['__proto__']: 'x' }))
  expect(Object.keys(fields)).toEqual(['__proto__'])
})

it.each([
  ['not a form', { 'content-type': 'application/json' }, '{}', 'Unsupported content type'],
  ['without a type', {}, '', 'Missing Content-Type'],
  ['a form that ends too early', headers, '--b\r\n', 'Unexpected end of form'],
  [
    'a form that ends inside its file',
    headers,
    '--b\r\ncontent-disposition: form-data; name="requestData"; filename="f"\r\n\r\nabc',
    'Unexpected end of f',
  ],
  ['without an action', headers, formOf({ envName: 'x' }), 'the action ; wx.openApi is'],
  ['of another action', headers, formOf({ action: 'wx.wxPayApi' }), 'the action wx.wxPayApi'],
  [
    'not a message',
    headers,
    formOf({ action: 'wx.openApi', requestData: '\x7f' }),
    'invalid wire type',
  ],
])('rejects what is %s', async (_, given, body, words) => {
  await expect(receive(given as never, Buffer.from(body))).rejects.toThrow(words)
})

it('writes an envelope as the protobuf encoding specifies', () => {
  const reply = { wechat: { body: '{}', contentType: 'x', errorCode: 1 } }
  expect(Buffer.from(endpoint.write(reply).body).toString('latin1')).toBe(
    '\x0a\x02{}\x12\x01x\x18\x01\x20\xc8\x01',
  )
})
