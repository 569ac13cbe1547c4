import { join } from 'node:path'
import { type Gateway, startGateway } from '../../src/testing'
import type { Account, ReleaseEvent } from '../../src/watch'
import { until } from './example'
import { copyExample, installed, type Service, startRedis } from './services.cjs'

/** What is used of the example's second queue. */
interface Messages {
  readBots(variable: string, connection: unknown): Promise<Bot[]>
  sendTo(bots: Bot[]): (event: ReleaseEvent, account: Account) => Promise<void>
  startMessages(bot: Bot, options: object): Promise<Closable>
}
interface Bot {
  queue: { name: string; getWaiting(...range: number[]): Promise<unknown[]> }
}
interface Closable {
  close(): Promise<void>
}

if (!installed.redis) it.todo('is not run: redis-server is not installed here')
else describe('messages of the example', whole)

function whole(): void {
  const folder = copyExample()
  const { readBots, sendTo, startMessages } = require(join(folder, 'messages.js')) as Messages
  const { Redis } = require('ioredis') as typeof import('ioredis')
  let redis: Service
  let gateway: Gateway
  let connection: InstanceType<typeof Redis>
  let worker: Closable | undefined
  beforeAll(async () => {
    redis = await startRedis()
    gateway = await startGateway()
    connection = new Redis(redis.url, { maxRetriesPerRequest: null })
  })
  afterEach(() => worker?.close())
  afterAll(async () => {
    connection.disconnect()
    await redis.stop()
    await gateway.close()
  })

  const logged: object[] = []
  const run = async (bot: Bot): Promise<void> => {
    const log = (line: object) => logged.push(line)
    worker = await startMessages(bot, { connection, language: 'zh', log })
  }
  const completed = (at: number): ReleaseEvent => ({
    type: 'completed',
    at,
    from: 5,
    to: 100,
    plan: { status: 'completed', statusCode: 3, grayPercentage: 100, createTimestamp: 1 },
  })

  it('hold as many events as a bot shows, and leave the rest for the next one', async () => {
    const { wecom } = gateway.robots
    const [bot] = (await readBots(wecom.channel, connection)) as [Bot]
    // One may have `*`, which is sent in full width.
    const names = Array.from({ length: 30 }, (_, index) => `${'店*'.repeat(19)}${index + 10}`)
    for (const [index, name] of names.entries()) {
      await sendTo([bot])(completed(index), { appid: `wx${index}`, name })
    }
    await run(bot)
    const shown = () => wecom.messages.join('\n')
    await until(shown, (text) => names.every((name) => text.includes(`${name.slice(-2)} · `)))
    for (const message of wecom.messages) {
      const [, count] = / (\d+) 条消息/.exec(message) ?? []
      expect(message.match(/已完成/g)).toHaveLength(Number(count))
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096)
    }
    expect(logged).toEqual([])
  }, 60_000)

  it('are sent later if Redis fails once', async () => {
    const { feishu } = gateway.robots
    const [bot] = (await readBots(feishu.channel, connection)) as [Bot]
    jest.spyOn(bot.queue, 'getWaiting').mockRejectedValueOnce(new Error('BUSY'))
    await sendTo([bot])(completed(1), { appid: 'wx1', name: '小店' })
    await run(bot)
    await until(
      () => feishu.messages.length,
      (count) => count === 1,
    )
    expect(logged).toEqual([expect.objectContaining({ note: 'not sent', channel: 'feishu' })])
  }, 60_000)

  it('wait in the same queue when the signing secret changes', async () => {
    const [one, other] = await Promise.all(
      ['#one', '#other'].map((secret) => readBots(gateway.robots.feishu.url + secret, connection)),
    )
    expect(one?.[0]?.queue.name).toBe(other?.[0]?.queue.name)
  })
}
