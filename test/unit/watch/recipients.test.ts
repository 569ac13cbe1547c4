import type { ReleaseEvent } from '../../../src/watch'
import { recipientsOf } from '../../../src/watch/recipients'
import { sleep } from './doubles'

const URL = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=sesame'
const event: ReleaseEvent = { type: 'recovered', at: 1, since: 0 }

const idsOf = (channels: string | readonly string[]) =>
  recipientsOf(channels, undefined, 'zh').map(({ id }) => id)

it('knows a channel without its key and its secret', () => {
  const [id] = idsOf(URL)
  expect(id).toMatch(/^wecom qyapi.weixin.qq.com [0-9a-f]{12}$/)
  expect(idsOf(`${URL}#secret`)).toEqual([id])
  expect(idsOf(`${URL}1`)).not.toEqual([id])
})

it('takes a list as one string or several, each channel once', () => {
  const other = 'https://example.com/hook'
  expect(idsOf(` ${URL},${other}\n${URL}`)).toEqual(idsOf([URL, other, URL]))
  expect(idsOf([URL, other])).toHaveLength(2)
  expect(idsOf(' , ')).toEqual([])
  expect(idsOf('nonsense')).toEqual([expect.stringMatching(/^unknown {2}[0-9a-f]{12}$/)])
  expect(idsOf([7 as never])).toEqual([expect.stringMatching(/^unknown/)])
})

it('reports a channel that is not a URL by its position', async () => {
  const [, second] = recipientsOf(['https://example.com', 'nonsense'], undefined, 'zh')
  const sent = await second?.send(event, { timeoutMs: 1000 })
  expect(sent?.delivery.error?.message).toBe('channel 2 is not an https URL')
})

it('sends to a URL', async () => {
  const [recipient] = recipientsOf('http://example.com/?key=sesame', undefined, 'zh')
  const sent = await recipient?.send(event, { timeoutMs: 1000 })
  expect(sent).toMatchObject({ outcome: 'rejected', delivery: { channel: 'webhook', ok: false } })
  expect(JSON.stringify(sent)).not.toContain('sesame')
})

describe('a channel of your own', () => {
  const sending = (run: (...given: unknown[]) => Promise<void>, signal?: AbortSignal) =>
    recipientsOf(run, { name: 'Shop' }, 'zh')[0]?.send(event, { timeoutMs: 50, signal })

  it('gets the event and the account', async () => {
    const given: unknown[] = []
    const sent = await sending(async (...all) => {
      given.push(...all)
    })
    expect(sent).toEqual({
      outcome: 'accepted',
      delivery: { channel: 'send', host: '', ok: true },
    })
    expect(given).toEqual([event, { name: 'Shop' }])
  })

  it('that rejects keeps the event, and only the name and code of the error are reported', async () => {
    const thrown = Object.assign(new Error('redis://user:sesame@host'), { code: 'ECONNRESET' })
    expect(await sending(() => Promise.reject(thrown))).toMatchObject({
      outcome: 'later',
      delivery: {
        ok: false,
        error: { message: 'the message was not accepted (Error, ECONNRESET)', retryable: true },
      },
    })
  })

  it('that throws at once is no different', async () =>
    expect(
      await sending(() => {
        throw 'up'
      }),
    ).toMatchObject({ outcome: 'later' }))

  it('that does not end in time gets it again', async () =>
    expect(await sending(() => sleep(100))).toMatchObject({ outcome: 'later' }))

  it('that changes the event changes nothing of what waits', async () => {
    const before = JSON.stringify(event)
    await sending(async (given) => {
      delete (given as Partial<ReleaseEvent>).type
    })
    expect(JSON.stringify(event)).toBe(before)
  })

  it('that an abort cuts off gets it again', async () => {
    const controller = new AbortController()
    const sent = sending(() => sleep(40), controller.signal)
    controller.abort()
    expect(await sent).toMatchObject({ outcome: 'later' })
  })
})
