import { webhook } from '../../../../src/watch/channels/webhook'
import { MESSAGE, NOW } from './channels'

const url = new URL('https://example.com/hook')

it('sends the data, and the title and the lines as they are', () => {
  expect(webhook.post(MESSAGE, { url, secret: 'unused' }, NOW)).toEqual({
    url,
    body: {
      event: { type: 'started' },
      title: '分阶段发布已开始：8%',
      text: '分阶段发布已开始：8%\n错误：<@all> [x](y)\nsecond "line"',
      plan: { status: 'running' },
    },
  })
})

it('accepts with any good status, whatever the reply says', () => {
  expect(webhook.rejectionIn({ status: 204, text: '' }, 'zh')).toBeUndefined()
  expect(webhook.rejectionIn({ status: 200, text: '{"errcode":1}' }, 'zh')).toBeUndefined()
  expect(webhook.rejectionIn({ status: 403, text: '{"errcode":0}' }, 'zh')).toEqual({
    message: 'HTTP 403',
    hint: { zh: 'HTTP 403：请检查 Webhook 地址。', en: 'HTTP 403: check the URL.' },
    retryable: false,
  })
})
