import { cloudCalls } from '../../../../src/testing/gateway/cloud-call'

const FORM = { 'content-type': 'multipart/form-data; boundary=b' }

const receive = (body: string, headers: { [name: string]: string } = FORM) =>
  cloudCalls.receive({
    received: { method: 'POST', path: '/admin', headers, at: 0 },
    pathname: '/admin',
    query: new URLSearchParams(),
    body: Buffer.from(body),
  })

const formOf = (parts: { [name: string]: string }): string => {
  const texts = Object.entries(parts).map(
    ([name, text]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  )
  return `${texts.join('')}--b--\r\n`
}

it('reads a form without a message, of any fields', async () => {
  const form = formOf({ action: 'wx.openApi', envName: '环境', ['__proto__']: 'x' })
  const { fields, ...request } = await receive(form)
  expect(request).toMatchObject({ action: 'wx.openApi', apiName: '', data: {} })
  expect(Object.entries(fields)).toEqual([
    ['envName', '环境'],
    ['__proto__', 'x'],
  ])
})

it('reads a message sent as a plain field', async () => {
  const requestData = '\x12\x0a\x0a\x08\x0a\x03key\x12\x01\x37\x32\x03wx1'
  const form = formOf({ action: 'wx.openApi', apiName: 'a.b', requestData })
  expect(await receive(form)).toMatchObject({ apiName: 'a.b', appid: 'wx1', data: { key: 7 } })
})

const FILE = '--b\r\ncontent-disposition: form-data; name="requestData"; filename="f"\r\n\r\nabc'

it.each<[what: string, words: string, body: string, headers?: { [name: string]: string }]>([
  ['that ends too early', 'Unexpected end of form', '--b\r\n', FORM],
  ['that ends inside its file', 'Unexpected end of f', FILE, FORM],
  ['without an action', 'the action ; wx.openApi is', formOf({ envName: 'x' }), FORM],
  ['of another action', 'the action wx.wxPayApi', formOf({ action: 'wx.wxPayApi' }), FORM],
  ['with no message', 'invalid wire', formOf({ action: 'wx.openApi', requestData: '\x7f' }), FORM],
  ['of another type', 'Unsupported content type', '{}', { 'content-type': 'application/json' }],
  ['without a type', 'Missing Content-Type', '', {}],
])('rejects a form %s', async (_what, words, body, headers) => {
  await expect(receive(body, headers)).rejects.toThrow(words)
})

it('writes an envelope as the protobuf encoding specifies', () => {
  const reply = { wechat: { body: '{}', contentType: 'x', errorCode: 1 } }
  expect(Buffer.from(cloudCalls.write(reply).body).toString('latin1')).toBe(
    '\x0a\x02{}\x12\x01x\x18\x01\x20\xc8\x01',
  )
})
