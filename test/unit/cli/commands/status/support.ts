import { type Gateway, type Reply, startGateway } from '../../../../../src/testing'
import { type Given, NOW, type Ran, run } from '../../run'

/** A watch that ran to its end. */
export interface Watched extends Ran {
  /** How long it waited each time, in milliseconds. */
  sleeps: number[]
}

/** When the plans of these tests were created, in Unix seconds. */
export const CREATED = NOW / 1000 - 7200

export const plan = (status: number, grayPercentage: number, createTimestamp = CREATED) => ({
  status,
  createTimestamp,
  grayPercentage,
})

/** Watches without waiting: `sleep` returns at once. */
export const watch = (gateway: Gateway, reply: Reply, args: string[] = [], given: Given = {}) =>
  check(gateway, reply, ['--watch', ...args], given)

/** Runs `status`. */
export async function check(
  gateway: Gateway,
  reply: Reply,
  args: string[] = [],
  given: Given = {},
): Promise<Watched> {
  gateway.reply(reply)
  // The watcher has no other clock.
  const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW)
  const sleeps: number[] = []
  const ran = await run(['status', ...args], {
    sleep: async (ms) => {
      sleeps.push(ms)
    },
    ...given,
    env: { WX_ACCESS_TOKEN: 't', WX_API_BASE_URL: gateway.baseUrl, ...given.env },
  })
  clock.mockRestore()
  return { ...ran, sleeps }
}

/** A gateway for all tests of a file. */
export function gatewayForAll(): () => Gateway {
  let gateway: Gateway
  beforeAll(async () => {
    gateway = await startGateway()
  })
  afterAll(() => gateway.close())
  return () => gateway
}

export const lines = (text: string): string[] => text.trim().split('\n')
