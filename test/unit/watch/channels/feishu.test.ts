import { feishu } from '../../../../src/watch/channels/feishu'
import { expectMeaning, hmac, longest, MESSAGE, NOW } from './channels'

const url = new URL('https://open.feishu.cn/open-apis/bot/v2/hook/k')
const TEXT = '分阶段发布已开始：8%\n错误：＜＠all＞ ［x］(y)\nsecond "line"'

it.each([
  ['', {}],
  // Over nothing, with the time and the secret as the key.
  ['a secret', { timestamp: '1793673600', sign: hmac('1793673600\na secret', '') }],
  // openssl dgst -sha256 -mac HMAC over nothing, with the key 1793673600, a line break, a secret
  ['a secret', { timestamp: '1793673600', sign: 'SDq8nccnum5a1gCrPstK7FC2IJXXIe4+EhZ98446Eb8=' }],
])('sends text, with the secret %j signed by %j', (secret, signature) =>
  expect(feishu.post(MESSAGE, { url, secret }, NOW)).toEqual({
    url,
    body: { ...signature, msg_type: 'text', content: { text: TEXT } },
  }),
)

it.each(['长', '"', '\n'])('stays below 20 KB with many %j', (character) => {
  const bytes = Buffer.byteLength(JSON.stringify(longest(feishu, url, character)))
  if (character === '长') expect(bytes).toBeGreaterThan(9000)
  expect(bytes).toBeLessThan(20_000)
})

it.each([
  [200, { code: 0, msg: 'success' }, false],
  // The older form.
  [200, { StatusCode: 0, Extra: null }, false],
  [200, { code: 11232 }, [true, 'too frequent']],
  [200, { code: 99991400 }, [true, 'too frequent']],
  [200, { code: 19001 }, [false, 'the key in the URL is wrong']],
  [200, { code: 19021 }, [false, 'the signature is wrong']],
  [200, { code: 19022 }, [false, 'allowlist']],
  [200, { code: 19024 }, [false, 'make Staged release one of them']],
  [200, { code: 9499 }, [false, 'bad request']],
  [200, { code: 9499, msg: 'too many request' }, [true, '9499: too frequent']],
  [429, { code: 9499, msg: 'Bad Request' }, [true, '9499: too frequent']],
  [200, { code: 19003 }, [true, 'busy']],
  [200, { code: 19099 }, [false, 'look the code up in the documentation of Feishu']],
] as const)('HTTP %d, %j: %j', (status, reply, meaning) =>
  expectMeaning(feishu, reply, meaning as never, status),
)

it.each([
  ['zh', '分阶段发布'],
  ['en', 'Staged release'],
] as const)('recommends a keyword that messages in %s contain', (language, keyword) => {
  const rejection = feishu.rejectionIn({ status: 200, text: '{"code":19024}' }, language)
  const message = `make ${keyword} one of them`
  expect(rejection).toMatchObject({
    message: expect.stringContaining(message),
    hint: {
      en: expect.stringContaining(message),
      zh: expect.stringContaining(`请把「${keyword}」设为关键词`),
    },
  })
})
