import fc from 'fast-check'
import {
  key as anyKey,
  channelsAt,
  echoes,
  echoing,
  spellings,
  wrongTexts,
} from '../../../watch/planted'
import { serve } from '../../../watch/server'
import { type Given, run } from '../../run'
import { gatewayForAll, plan, watch } from './support'

const gateway = gatewayForAll()

const printed: string[] = []
beforeEach(() => {
  // The waits between attempts.
  jest.spyOn(Math, 'random').mockReturnValue(0)
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  }
})
afterEach(() => jest.restoreAllMocks())

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

it('a bot that is not there, or that does not answer in time', async () => {
  const reset = await serve((request) => request.socket.destroy())
  const silent = await serve(() => undefined)
  await fc.assert(
    fc.asyncProperty(key, key, way, async (word, secret, [args, given]) => {
      const gone = channelsAt(reset, 'http', word, secret)
      const first = await shown(gone, args, given)
      expect(first.status).toBe(0)
      const late = await shown(channelsAt(silent, 'http', word, secret), [
        ...args,
        '--timeout',
        '0.1',
      ])
      expect(late.status).toBe(1)
      expectNothingOf([word, secret], first.everything + late.everything)
    }),
    { numRuns: 5 },
  )
}, 60_000)

it('a text that is no channel', async () => {
  await fc.assert(
    fc.asyncProperty(key, key, way, async (word, secret, [args, given]) => {
      // A separator in it makes it two.
      const texts = wrongTexts(word.replace(/[\s,]/g, ''), secret.replace(/[\s,]/g, ''))
      for (const text of texts) {
        const { status, err, everything } = await shown([text], args, given)
        expect(status).toBe(2)
        expect(err).toContain('GRAY_RELEASE_NOTIFY')
        expectNothingOf([word, secret], everything)
      }
    }),
    RUNS,
  )
}, 60_000)

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
