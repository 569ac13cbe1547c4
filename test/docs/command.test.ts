import type { Reply } from '../../src/testing'
import { compare, describe as describeEvent, type Seen } from '../../src/watch'
import { command, shell } from '../e2e/command'
import { gateway } from '../gateway'
import { textOf } from '../typescript'
import { makeFolder } from '../unit/cli/folder'
import { found } from '../unit/watch/results'

const PAGES = { en: 'docs/command.md', zh: 'docs/command.zh-CN.md' }
const languages = Object.keys(PAGES) as (keyof typeof PAGES)[]

const pageIn = (language: keyof typeof PAGES) => textOf(PAGES[language])

describe('the sample with jq', () => {
  const sample = /^set -o pipefail\n.*jq.*$/m.exec(pageIn('en'))?.[0] ?? 'there is none'

  /** What jq does with that filter, if it is not installed. */
  const JQ = `command -v jq > /dev/null || jq() {
    [ "$*" = '-e .plan.grayPercentage' ] && "${process.execPath}" -e '
      const [line] = require("fs").readFileSync(0, "utf8").split("\\n")
      const value = JSON.parse(line).plan?.grayPercentage ?? null
      console.log(JSON.stringify(value))
      process.exit(value === null ? 1 : 0)'
  }`

  it.each([
    [{ status: 1, createTimestamp: 1, grayPercentage: 0 }, 0, '0\n'],
    [{ status: 2, createTimestamp: 1, grayPercentage: 35.5 }, 0, '35.5\n'],
    ['no-plan', 1, 'null\n'],
    ['quota', 1, 'null\n'],
  ])(
    'of %j: %d',
    async (reply, status, out) => {
      gateway.reply(reply as Reply)
      const script = sample.replace('npx wx-gray-release-plan', '$CLI')
      const env = { WX_ACCESS_TOKEN: 't', WX_API_BASE_URL: gateway.baseUrl }
      expect(await shell(`${JQ}\n${script}`, { env })).toMatchObject({ status, out, err: '' })
    },
    60_000,
  )

  it('is the only way in which any page takes jq', () => {
    for (const page of ['README.md', 'docs/command.md', 'docs/https.md', 'docs/cloudrun.md']) {
      for (const file of [page, page.replace('.md', '.zh-CN.md')]) {
        const used = textOf(file).match(/\| jq .*/g) ?? []
        for (const one of used) expect(sample.endsWith(one)).toBe(true)
      }
    }
  })
})

it.each(languages)('the messages of a whole release are as they are sent, in %s', (language) => {
  const looks = [
    [Date.UTC(2026, 10, 3, 2, 47), found('running', 8)],
    [Date.UTC(2026, 10, 4, 1, 17), found('running', 50)],
    [Date.UTC(2026, 10, 5, 6, 7), found('completed', 100)],
  ] as const
  let seen: Seen | undefined
  const messages = looks.flatMap(([at, look]) => {
    const compared = compare(seen, look, at)
    seen = compared.seen
    return compared.events.map((event) => {
      const { title, lines } = describeEvent(event)
      return [title, ...lines].map((words) => `${words[language]}\n`).join('')
    })
  })
  expect(messages).toHaveLength(3)
  expect(/^```text\n(.*?)^```$/ms.exec(pageIn(language))?.[1]).toBe(messages.join('\n'))
})

it.each(languages)('init and grant print what the page shows, in %s', async (language) => {
  const folder = makeFolder()
  folder.write('project.config.json', '{"cloudfunctionRoot":"cloudfunctions/"}')
  folder.write('cloudfunctions/myFunction/index.js', '')
  folder.write('cloudfunctions/myFunction/config.json', '{}')
  let shown = ''
  for (const line of ['init', 'grant cloudfunctions/myFunction']) {
    const { out } = await command(line.split(' '), { cwd: folder.path, env: { LANG: language } })
    shown += `$ npx wx-gray-release-plan ${line}\n${out}\n`
  }
  folder.remove()
  expect(pageIn(language)).toContain(shown.trim())
})
