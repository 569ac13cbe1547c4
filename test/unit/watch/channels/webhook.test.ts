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

it('is taken with any good status, whatever the reply says', () => {
  expect(webhook.refusalIn({ status: 204, text: '' })).toBeUndefined()
  expect(webhook.refusalIn({ status: 200, text: '{"errcode":1}' })).toBeUndefined()
  expect(webhook.refusalIn({ status: 403, text: '{"errcode":0}' })).toEqual({
    message: 'HTTP 403',
    retryable: false,
  })
})
