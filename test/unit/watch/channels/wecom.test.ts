import { wecom } from '../../../../src/watch/channels/wecom'
import { expectMeaning, longest, MESSAGE, NOW } from './channels'

const url = new URL('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k')

it('sends markdown', () => {
  const content = '**分阶段发布已开始：8%**\n错误：＜＠all＞ ［x］(y)\nsecond "line"'
  expect(wecom.post(MESSAGE, { url, secret: 'unused' }, NOW)).toEqual({
    url,
    body: { msgtype: 'markdown', markdown: { content } },
  })
})

it('up to 4096 bytes', () => {
  const { content } = (longest(wecom, url, '长') as { markdown: { content: string } }).markdown
  expect(Buffer.byteLength(content)).toBeGreaterThan(4090)
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096)
  expect(content).toMatch(/长…$/)
})

it.each([
  [0, false],
  [-1, [true, 'busy']],
  [45009, [true, 'too frequent']],
  [45033, [true, 'at the same time']],
  [40008, [false, 'group bot']],
  [93000, [false, 'the key in the URL is wrong']],
  [40058, [false, 'look the code up in the documentation of WeCom']],
] as const)('%d: %j', (errcode, meaning) => expectMeaning(wecom, { errcode }, meaning as never))
