import { readCloudCall, writeCloudReply } from '../../../../src/testing/gateway/wire'

const formOf = (parts: { [name: string]: string }) => {
  const body = Object.entries(parts)
    .map(
      ([name, text]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
    )
    .join('')
  return Buffer.from(`${body}--b--\r\n`)
}

const headers = { 'content-type': 'multipart/form-data; boundary=b' }

it('reads a form with no message in it', async () => {
  expect(await readCloudCall(headers, formOf({ envName: '环境' }))).toEqual({
    action: '',
    apiName: '',
    data: {},
    fields: { envName: '环境' },
  })
})

it('reads a message sent as a plain field', async () => {
  const requestData = '\x12\x0a\x0a\x08\x0a\x03key\x12\x01\x37\x32\x03wx1'
  const form = formOf({ action: 'wx.openApi', apiName: 'a.b', requestData })
  expect(await readCloudCall(headers, form)).toEqual({
    action: 'wx.openApi',
    apiName: 'a.b',
    appid: 'wx1',
    data: { key: 7 },
    fields: {},
  })
})

it('keeps a field called __proto__ a field', async () => {
  const { fields } = await readCloudCall(headers, formOf({ ['__proto__']: 'x' }))
  expect(Object.keys(fields)).toEqual(['__proto__'])
})

it.each([
  ['no form', { 'content-type': 'application/json' }, '{}', 'Unsupported content type'],
  ['no type', {}, '', 'Missing Content-Type'],
  ['a form that ends too early', headers, '--b\r\n', 'Unexpected end of form'],
  [
    'a form that ends inside its file',
    headers,
    '--b\r\ncontent-disposition: form-data; name="requestData"; filename="f"\r\n\r\nabc',
    'Unexpected end of f',
  ],
  ['no message', headers, formOf({ requestData: '\x7f' }), 'invalid wire type'],
])('rejects what is %s', async (_, given, body, words) => {
  await expect(readCloudCall(given, Buffer.from(body))).rejects.toThrow(words)
})

it('writes an envelope as the protobuf encoding lays down', () => {
  const envelope = { respData: Buffer.from('{}'), contentType: 'x', errorCode: 1 }
  expect(Buffer.from(writeCloudReply(envelope)).toString('latin1')).toBe(
    '\x0a\x02{}\x12\x01x\x18\x01\x20\xc8\x01',
  )
})
