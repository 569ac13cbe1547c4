import { feishu } from '../../../../src/watch/channels/feishu'
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
  [19024, false, '分阶段发布'],
  [9499, false, 'look the code up in the pages of Feishu'],
])('%d: retryable %s, %s', (code, retryable, words) => {
  const refusal = feishu.refusalIn({ status: 200, text: JSON.stringify({ code }) })
  expect(refusal).toEqual({ message: expect.stringContaining(words), retryable })
})

it('takes what is taken, in the older form too', () => {
  for (const text of ['{"code":0,"msg":"success"}', '{"StatusCode":0,"Extra":null}']) {
    expect(feishu.refusalIn({ status: 200, text })).toBeUndefined()
  }
})
