import { channelsIn, nextTurn } from '../../../../src/cloud-functions/watch-gray-release/send'
import type { ReleaseEvent } from '../../../../src/watch'

const URL = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=sesame'

it('knows a channel without its key and its secret', () => {
  const [channel] = channelsIn(URL)
  expect(channel).toEqual({
    id: expect.stringMatching(/^wecom qyapi.weixin.qq.com [0-9a-f]{12}$/),
    url: URL,
  })
  expect(channelsIn(`${URL}#secret`)[0]?.id).toBe(channel?.id)
  expect(channelsIn(`${URL}1`)[0]?.id).not.toBe(channel?.id)
})

it('takes a list that is separated by blanks and commas, each channel once', () => {
  const other = 'https://example.com/hook'
  expect(channelsIn(` ${URL},${other}\n${URL}`).map(({ url }) => url)).toEqual([URL, other])
  expect(channelsIn(' , ')).toEqual([])
  expect(channelsIn('nonsense')[0]?.id).toMatch(/^unknown {2}[0-9a-f]{12}$/)
})

it('takes the oldest event that a channel waits for', () => {
  const [a, b] = channelsIn('https://a.example/ https://b.example/') as [
    { id: string; url: string },
    { id: string; url: string },
  ]
  const event: ReleaseEvent = { type: 'recovered', at: 1, since: 0 }
  const first = { event, channels: [a.id] }
  const second = { event, channels: [a.id, b.id] }
  expect(nextTurn([first, second], [a, b])).toEqual({ waiting: first, channels: [a] })
  expect(nextTurn([first, second], [b])).toEqual({ waiting: second, channels: [b] })
  expect(nextTurn([first], [b])).toBeUndefined()
})
