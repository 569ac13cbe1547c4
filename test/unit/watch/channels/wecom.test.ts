import type { Hint } from '../../../../src/watch'
import { wecom } from '../../../../src/watch/channels/wecom'
import { expectBothLanguages } from '../../../both-languages'
import { LONG, MESSAGE, NOW } from './channels'

const url = new URL('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k')

it('sends markdown', () => {
  expect(wecom.post(MESSAGE, { url, secret: 'unused' }, NOW)).toEqual({
    url,
    body: {
      msgtype: 'markdown',
      markdown: {
        content: '**分阶段发布已开始：8%**\n错误：＜＠all＞ ［x］(y)\nsecond "line"',
      },
    },
  })
})

it('up to 4096 bytes', () => {
  const { body } = wecom.post(LONG, { url, secret: '' }, NOW)
  const { content } = (body as { markdown: { content: string } }).markdown
  expect(Buffer.byteLength(content)).toBeGreaterThan(4090)
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096)
  expect(content).toMatch(/(长"?)…$/)
})

it.each([
  [-1, true, 'busy'],
  [45009, true, 'too frequent'],
  [45033, true, 'at the same time'],
  [40008, false, 'group bot'],
  [93000, false, 'the key in the URL is wrong'],
  [40058, false, 'look the code up in the documentation of WeCom'],
])('%d: retryable %s, %s', (errcode, retryable, message) => {
  const rejection = wecom.rejectionIn({ status: 200, text: JSON.stringify({ errcode }) }, 'zh')
  expect(rejection).toMatchObject({ message: expect.stringContaining(message), retryable })
  expectBothLanguages(rejection?.hint as Hint)
})

it('accepts what is accepted', () => {
  expect(
    wecom.rejectionIn({ status: 200, text: '{"errcode":0,"errmsg":"ok"}' }, 'en'),
  ).toBeUndefined()
})
