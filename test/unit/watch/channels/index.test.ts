import { CHANNELS } from '../../../../src/watch/channels'

it('has the channels of the contract; the last one takes every other host', () => {
  expect(CHANNELS.map(({ name, hosts }) => [name, ...hosts])).toEqual([
    ['wecom', 'qyapi.weixin.qq.com'],
    ['feishu', 'open.feishu.cn', 'open.larksuite.com'],
    ['dingtalk', 'oapi.dingtalk.com'],
    ['webhook'],
  ])
})
