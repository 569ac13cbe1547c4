import { createServer as createTlsServer } from 'node:https'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { generate } from 'selfsigned'
import { notify, type ReleaseEvent } from '../../src/watch'
import {
  channelsAt,
  echoes,
  echoing,
  key,
  recordPrinted,
  spellings,
  wrongTexts,
} from '../unit/watch/planted'
import { CREATED_MS, hostile, plan } from '../unit/watch/results'
import { serve } from '../unit/watch/server'

const EVENT: ReleaseEvent = { type: 'started', at: CREATED_MS, plan: plan('running', 8) }

const printed = recordPrinted()

/** Notifies channels, and searches all that anybody could see of it for secrets. */
async function expectSilence(
  channels: string[],
  secrets: string[],
  options?: object,
): Promise<void> {
  printed.length = 0
  const deliveries = await notify(channels, EVENT, options as never)
  expect(deliveries.map(({ ok }) => ok)).toEqual(channels.map(() => false))
  const everything = [
    JSON.stringify(deliveries),
    inspect(deliveries, { depth: null, showHidden: true, getters: true }),
    ...printed,
  ].join('\n')
  for (const spelling of secrets.flatMap(spellings)) {
    expect(everything.toLowerCase()).not.toContain(spelling.toLowerCase())
  }
}

const RUNS = { numRuns: 15 }

it.each(Object.entries(echoes))(
  '%s that repeats all it was sent',
  async (name, echo) => {
    const host = await serve(echoing(echo))
    await fc.assert(
      fc.asyncProperty(key, key, async (word, secret) => {
        const channels = channelsAt(host, 'http', word, secret)
        // A webhook takes whatever comes with a good status.
        const refusing = echo('', '')[0] === 200 ? channels.slice(0, 3) : channels
        await expectSilence(refusing, [word, secret])
      }),
      name === 'too frequent' ? { numRuns: 5 } : RUNS,
    )
  },
  60_000,
)

it('a connection that fails, of any sort', async () => {
  const { cert, private: tlsKey } = await generate([{ name: 'commonName', value: 'localhost' }])
  const tls = await serve(() => undefined, createTlsServer({ cert, key: tlsKey }))
  const reset = await serve((request) => request.socket.destroy())
  const garbage = await serve((request) => request.socket.end(`${request.url} HTTP/1.1 200 OK\r\n`))
  await fc.assert(
    fc.asyncProperty(key, key, async (word, secret) => {
      const channels = [
        ...channelsAt(tls, 'https', word, secret),
        ...channelsAt(reset, 'http', word, secret),
        ...channelsAt(garbage, 'http', word, secret),
        ...channelsAt('127.0.0.1:9', 'http', word, secret),
        ...channelsAt(reset, 'https', word, secret),
      ]
      await expectSilence(channels, [word, secret])
    }),
    RUNS,
  )
}, 60_000)

it('a deadline and an abort, whatever its reason is', async () => {
  const silent = await serve(() => undefined)
  await fc.assert(
    fc.asyncProperty(key, key, async (word, secret) => {
      const channels = channelsAt(silent, 'http', word, secret)
      await expectSilence(channels, [word, secret], { timeoutMs: 20 })
      const signal = AbortSignal.abort(new Error(`aborted: ${word} ${secret}`))
      await expectSilence(channels, [word, secret], { signal })
      await expectSilence(channels, [word, secret], { timeoutMs: word })
      await expectSilence(channels, [word, secret], hostile())
    }),
    RUNS,
  )
}, 60_000)

it('a text that is no channel', () =>
  fc.assert(
    fc.asyncProperty(key, key, (word, secret) =>
      expectSilence(wrongTexts(word, secret), [word, secret]),
    ),
    { numRuns: 100 },
  ))
