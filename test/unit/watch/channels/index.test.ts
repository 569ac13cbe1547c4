import { CHANNELS } from '../../../../src/watch/channels'
import type { Channel } from '../../../../src/watch/channels/channel'
import { MESSAGE, NOW } from './channels'

it('has the channels of the contract; the last one takes every other host', () =>
  expect(CHANNELS.map(({ name, hosts }) => [name, ...hosts])).toEqual([
    ['wecom', 'qyapi.weixin.qq.com'],
    ['feishu', 'open.feishu.cn', 'open.larksuite.com'],
    ['dingtalk', 'oapi.dingtalk.com'],
    ['webhook'],
  ]))

const webhook = CHANNELS[3] as Channel

it('a webhook gets the data, and the title and the lines as they are', () => {
  const url = new URL('https://example.com/hook')
  const { title, lines, data } = MESSAGE
  expect(webhook.post(MESSAGE, { url, secret: 'unused' }, NOW)).toEqual({
    url,
    body: { ...data, title, text: `${title}\n${lines[0]}\n${lines[1]}` },
  })
})

it('a webhook accepts with any good status, whatever the reply says', () => {
  expect(webhook.rejectionIn({ status: 204, text: '' }, 'zh')).toBeUndefined()
  expect(webhook.rejectionIn({ status: 200, text: '{"errcode":1}' }, 'zh')).toBeUndefined()
  expect(webhook.rejectionIn({ status: 403, text: '{"errcode":0}' }, 'zh')).toEqual({
    message: 'HTTP 403',
    hint: { zh: 'HTTP 403：请检查 Webhook 地址。', en: 'HTTP 403: check the URL.' },
    retryable: false,
  })
})
