import type { ReleaseEvent } from '../../../src/watch'
import { recipientsOf } from '../../../src/watch/recipients'
import { sleep } from './doubles'

const URL = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=sesame'
const event: ReleaseEvent = { type: 'recovered', at: 1, since: 0 }

const idsOf = (channels: string | readonly string[]) =>
  recipientsOf(channels, undefined, 'zh').map(({ id }) => id)

it('knows a channel without its key and its secret, as versions before did', () => {
  // printf %s 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=sesame' | sha256sum
  const id = 'wecom qyapi.weixin.qq.com 49fcddbfe7b5'
  expect(idsOf(URL)).toEqual([id])
  expect(idsOf([`${URL}#secret`])).toEqual([id])
  expect(idsOf(`${URL}1`)).not.toEqual([id])
  expect(idsOf([` ${URL}`])).not.toEqual([id])
})

it('takes a list as one string or several, each channel once', () => {
  const other = 'https://example.com/hook'
  expect(idsOf(` ${URL},${other}\n${URL}`)).toEqual(idsOf([URL, other, URL]))
  expect(idsOf([URL, other])).toHaveLength(2)
  expect(idsOf(' , ')).toEqual([])
  expect(idsOf('nonsense')).toEqual([expect.stringMatching(/^unknown {2}[0-9a-f]{12}$/)])
})

it('sends to a channel, and reports by its position one that is none', async () => {
  const [, second] = recipientsOf(['https://example.com', 'sesame'], undefined, 'zh')
  expect(await second?.send(event, { timeoutMs: 1000 })).toMatchObject({
    outcome: 'rejected',
    delivery: { channel: 'unknown', error: { message: 'channel 2 is not an https URL' } },
  })
})

describe('a channel of your own', () => {
  const sending = (run: (...given: unknown[]) => Promise<void>, signal?: AbortSignal) =>
    recipientsOf(run, { name: 'Shop' }, 'zh')[0]?.send(event, { timeoutMs: 50, signal })

  it('gets a copy of the event, and the account', async () => {
    const send = jest.fn(async (given: unknown) => {
      expect(given).toEqual(event)
      delete (given as Partial<ReleaseEvent>).type
    })
    expect(await sending(send as never)).toEqual({
      outcome: 'accepted',
      delivery: { channel: 'send', host: '', ok: true },
    })
    expect(send).toHaveBeenCalledWith(expect.anything(), { name: 'Shop' })
    expect(event.type).toBe('recovered')
  })

  it('that rejects keeps the event, and only the name and code of the error are reported', async () => {
    const thrown = Object.assign(new Error('redis://user:sesame@host'), { code: 'ECONNRESET' })
    const message = 'the message was not accepted (Error, ECONNRESET)'
    expect(await sending(() => Promise.reject(thrown))).toEqual({
      outcome: 'later',
      delivery: {
        channel: 'send',
        host: '',
        ok: false,
        error: { message, hint: expect.anything(), retryable: true },
      },
    })
  })

  const throws = () => {
    throw 'up'
  }
  it.each([
    ['throws at once', throws, false],
    ['does not end in time', () => sleep(100), false],
    ['an abort cuts off', () => sleep(40), true],
  ])('that %s gets it again', async (_what, send, aborts) => {
    const signal = aborts ? AbortSignal.timeout(10) : undefined
    expect(await sending(send, signal)).toMatchObject({ outcome: 'later' })
  })
})
