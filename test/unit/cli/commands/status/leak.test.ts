import fc from 'fast-check'
import {
  key as anyKey,
  channelsAt,
  echoes,
  echoing,
  recordPrinted,
  spellings,
} from '../../../watch/planted'
import { serve } from '../../../watch/server'
import { type Given, run } from '../../run'
import { gatewayForAll, plan, watch } from './support'

const gateway = gatewayForAll()

const printed = recordPrinted()

/** What the command shows while it tells channels of a release that starts and is completed. */
async function shown(channels: readonly string[], args: string[], given: Given = {}) {
  printed.length = 0
  const env = { ...given.env, GRAY_RELEASE_NOTIFY: channels.join(' ') }
  const replies = [plan(1, 5), plan(3, 100)]
  const ran = await watch(gateway(), replies, ['--notify', ...args], { ...given, env })
  return { ...ran, everything: [ran.out, ran.err, ...printed].join('\n').toLowerCase() }
}

function expectNothingOf(words: string[], everything: string): void {
  for (const spelling of words.flatMap(spellings)) {
    expect(everything).not.toContain(spelling.toLowerCase())
  }
}

const WAYS: [string[], Given][] = [
  [[], {}],
  [['--json'], {}],
  [[], { tty: true, env: { NO_COLOR: '1', LANG: 'zh_CN' } }],
]
const way = fc.constantFrom(...WAYS)
const RUNS = { numRuns: 10 }
/** In a list, `;` ends a URL. */
const key = anyKey.filter((word) => !word.includes(';'))

it.each(Object.entries(echoes))(
  '%s that repeats all it was sent',
  async (_name, echo) => {
    const host = await serve(echoing(echo))
    await fc.assert(
      fc.asyncProperty(key, key, way, async (word, secret, [args, given]) => {
        const channels = channelsAt(host, 'http', word, secret).slice(0, 3)
        const { status, err, everything } = await shown(channels, args, given)
        expect(status).toBe(0)
        // At least one of each channel; what is temporary is sent again.
        expect(err.match(/127\.0\.0\.1/g)?.length).toBeGreaterThanOrEqual(3)
        expectNothingOf([word, secret], everything)
      }),
      RUNS,
    )
  },
  60_000,
)

it('a channel that is typed as an argument', async () => {
  await fc.assert(
    fc.asyncProperty(key, key, async (word, secret) => {
      const channels = channelsAt('x.example', 'https', word, secret)
      for (const channel of channels) {
        for (const args of [[`--notify=${channel}`], ['--notify', channel]]) {
          const ran = await run(['status', '--watch', ...args], { env: { WX_ACCESS_TOKEN: 't' } })
          expect(ran.status).toBe(2)
          expectNothingOf([word, secret], (ran.out + ran.err).toLowerCase())
        }
      }
    }),
    RUNS,
  )
})
