import { connect } from 'node:net'
import fc from 'fast-check'
import { gateway } from '../gateway'

/** Sends bytes, and the end of them; resolves with what comes back once the connection is closed. */
const send = (bytes: Uint8Array | string): Promise<string> =>
  new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', () => undefined).on('close', () => resolve(answer))
    socket.end(bytes)
  })

const post = (path: string, type: string, body: Uint8Array): Promise<string> =>
  send(
    Buffer.concat([
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n` +
          `content-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`,
      ),
      body,
    ]),
  )

const FORM = Buffer.from(
  [
    ['action', '', 'wx.openApi'],
    ['apiName', '', 'operation.getGrayReleasePlan'],
    ['requestData', '; filename="data"', '\x12\x0a\x0a\x08\x0a\x03key\x12\x01\x37\x32\x03wx1'],
    ['envName', '', 'local'],
  ]
    .map(
      ([name, file, text]) =>
        `--b\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`,
    )
    .join('')
    .concat('--b--\r\n'),
)
const FORM_TYPE = 'multipart/form-data; boundary=b'

const DATABASE = Buffer.from(
  JSON.stringify({
    action: 'database.modifyDocument',
    collectionName: 'c',
    query: '{"_id":"a","n":{"$gte":{"$numberInt":"8"}}}',
    data: '{"$set":{"a.b":{"$date":1}},"$push":{"c":{"$each":[1]}}}',
    multi: true,
    merge: true,
  }),
)

/** One of the two, with a part of it cut off, replaced or repeated. */
const broken = (body: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .record({
      at: fc.nat(body.length),
      length: fc.nat(20),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc
          .constantFrom('"', '{}', '[', 'null', '-1', '--b', '\r\n')
          .map((text) => Buffer.from(text)),
      ),
      whole: fc.boolean(),
    })
    .map(({ at, length, bytes, whole }) =>
      Buffer.concat([body.subarray(0, at), bytes, whole ? body.subarray(at + length) : bytes]),
    )

const RUNS = { numRuns: 300 }
jest.setTimeout(120_000)

afterEach(async () => {
  gateway.reply('running')
  const response = await fetch(`${gateway.baseUrl}/wxa/getgrayreleaseplan?access_token=any`)
  expect(response.status).toBe(200)
})

it('answers a form that ends anywhere', async () => {
  for (let length = 0; length <= FORM.length; length += 1) {
    expect(await post('/admin', FORM_TYPE, FORM.subarray(0, length))).toMatch(/^HTTP\/1\.1 200/)
  }
})

it.each([
  ['of the SDK', FORM_TYPE, FORM],
  ['to the database', 'application/json', DATABASE],
])('answers a request %s that is broken', (_name, type, body) =>
  fc.assert(
    fc.asyncProperty(broken(body), async (bytes) => {
      expect(await post('/admin', type, bytes)).toMatch(/^HTTP\/1\.1 200/)
    }),
    RUNS,
  ),
)

it('answers JSON of any form at every path', () => {
  const { robots } = gateway
  const paths = [
    '/admin',
    '/wxa/getgrayreleaseplan',
    '/cgi-bin/stable_token',
    '/cgi-bin/component/api_component_token',
    '/cgi-bin/component/api_authorizer_token?access_token=any',
    '//',
    '/%',
  ]
  for (const { url } of [robots.wecom, robots.feishu, robots.dingtalk, robots.webhook]) {
    paths.push(url.slice(gateway.baseUrl.length))
  }
  return fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.json(), async (path, text) => {
      expect(await post(path, 'application/json', Buffer.from(text))).toMatch(/^HTTP\/1\.1 \d{3}/)
    }),
    RUNS,
  )
})

it('survives bytes that are not HTTP', () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await send(Buffer.concat([bytes, Buffer.from('\r\n\r\n')]))
    }),
    RUNS,
  ))
