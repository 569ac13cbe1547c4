import type { Hint } from '../../../../src/watch'
import type { Rejection } from '../../../../src/watch/channels/channel'
import { feishu } from '../../../../src/watch/channels/feishu'
import { expectBothLanguages } from '../../../both-languages'
import { hmac, LONG, MESSAGE, NOW } from './channels'

const url = new URL('https://open.feishu.cn/open-apis/bot/v2/hook/k')
const TEXT = '分阶段发布已开始：8%\n错误：＜＠all＞ ［x］(y)\nsecond "line"'

it('sends text', () => {
  expect(feishu.post(MESSAGE, { url, secret: '' }, NOW)).toEqual({
    url,
    body: { msg_type: 'text', content: { text: TEXT } },
  })
})

it('signs with the time and the secret, over nothing', () => {
  expect(feishu.post(MESSAGE, { url, secret: 'a secret' }, NOW)).toEqual({
    url,
    body: {
      timestamp: '1793673600',
      sign: hmac('1793673600\na secret', ''),
      msg_type: 'text',
      content: { text: TEXT },
    },
  })
})

it('signs as openssl does', () => {
  // openssl dgst -sha256 -mac HMAC over nothing, with the key 1793673600, a line break, a secret
  const { body } = feishu.post(MESSAGE, { url, secret: 'a secret' }, NOW)
  expect(body).toMatchObject({ sign: 'SDq8nccnum5a1gCrPstK7FC2IJXXIe4+EhZ98446Eb8=' })
})

it('stays below 20 KB', () => {
  const { body } = feishu.post(LONG, { url, secret: 'a secret' }, NOW)
  const bytes = Buffer.byteLength(JSON.stringify(body))
  expect(bytes).toBeGreaterThan(9000)
  expect(bytes).toBeLessThan(20_000)
  const quotes = { ...LONG, lines: ['"'.repeat(30_000)] }
  const most = feishu.post(quotes, { url, secret: 'a secret' }, NOW).body
  expect(Buffer.byteLength(JSON.stringify(most))).toBeLessThan(20_000)
})

it.each([
  [11232, true, 'too frequent'],
  [99991400, true, 'too frequent'],
  [19001, false, 'the key in the URL is wrong'],
  [19021, false, 'the signature is wrong'],
  [19022, false, 'allowlist'],
  [19024, false, 'Staged release'],
  [9499, false, 'bad request'],
  [19003, true, 'busy'],
  [19099, false, 'look the code up in the documentation of Feishu'],
])('%d: retryable %s, %s', (code, retryable, message) => {
  const rejection = feishu.rejectionIn({ status: 200, text: JSON.stringify({ code }) }, 'en')
  expect(rejection).toMatchObject({ message: expect.stringContaining(message), retryable })
  expectBothLanguages(rejection?.hint as Hint)
})

it('accepts what is accepted, in the older form too', () => {
  for (const text of ['{"code":0,"msg":"success"}', '{"StatusCode":0,"Extra":null}']) {
    expect(feishu.rejectionIn({ status: 200, text }, 'en')).toBeUndefined()
  }
})

it.each([
  [429, { code: 9499, msg: 'Bad Request' }],
  [200, { code: 9499, msg: 'too many request' }],
])('9499 is too frequent with HTTP %d and %j', (status, body) => {
  expect(feishu.rejectionIn({ status, text: JSON.stringify(body) }, 'en')).toMatchObject({
    message: expect.stringContaining('9499: too frequent'),
    retryable: true,
  })
})

it.each([
  ['zh', '分阶段发布'],
  ['en', 'Staged release'],
] as const)(
  'recommends, in both hints, a keyword that messages in %s contain',
  (language, keyword) => {
    const reply = { status: 200, text: '{"code":19024}' }
    const { message, hint } = feishu.rejectionIn(reply, language) as Rejection
    expect(message).toContain(`make ${keyword} one of them`)
    expect(hint.en).toContain(`make ${keyword} one of them`)
    expect(hint.zh).toContain(`请把「${keyword}」设为关键词`)
  },
)
