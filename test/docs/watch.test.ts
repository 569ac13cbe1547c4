import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { transformSync } from 'esbuild'
import { describe as describeEvent } from '../../src/watch'
import { gateway } from '../gateway'
import { root, textOf } from '../typescript'
import { plan } from '../unit/watch/results'
import { samplesOf } from './markdown'

const PAGES = { en: 'docs/watch.md', zh: 'docs/watch.zh-CN.md' }
type Language = keyof typeof PAGES
const languages = Object.keys(PAGES) as Language[]

const NAMES = { en: 'My shop', zh: '小店' }

const pageIn = (language: Language): string => textOf(PAGES[language])
const codeIn = (language: Language, kind: string): string[] =>
  samplesOf(pageIn(language), kind).map(({ code }) => code)

describe.each(languages)('the page in %s', (language) => {
  it('shows a message as it is sent', () => {
    const at = Date.UTC(2026, 10, 4, 1, 17)
    const to = 8
    const event = { type: 'progressed', at, from: 0, to, plan: plan('running', to) } as const
    const { title, lines } = describeEvent(event, { name: NAMES[language] })
    const message = [title, ...lines].map((words) => `${words[language]}\n`).join('')
    expect(codeIn(language, 'console')).toEqual([message])
  })

  it('names every event and every channel', () => {
    const types =
      'started progressed paused resumed completed deleted ended due failing recovered'.split(' ')
    for (const type of types)
      expect(pageIn(language)).toMatch(new RegExp(`^\\| .*\`${type}\``, 'm'))
    for (const prefix of ['wecom', 'feishu', 'dingtalk', 'webhook']) {
      expect(pageIn(language)).toContain(`\`${prefix}+https://…\``)
    }
  })
})

describe('the sample with the cloud database', () => {
  const run = async (script: string) => {
    const GRAY_RELEASE_NOTIFY = gateway.robots.wecom.channel
    const env = { ...process.env, ...gateway.env, GRAY_RELEASE_NOTIFY }
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
      cwd: root,
      env,
    })
    return stdout.trim()
  }

  it('notifies once, whoever is first', async () => {
    const code = codeIn('en', 'ts').find((sample) => sample.includes('.database()')) as string
    const file = join(root, '.cache/watch-page/database.cjs')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, transformSync(code, { loader: 'ts', format: 'cjs' }).code)
    await run(`const cloud = require('wx-server-sdk')
      cloud.init()
      cloud.database().createCollection('release_states')`)
    const check = () =>
      run(
        `require(${JSON.stringify(file)}).main().then(({ ok, error }) => console.log(error ?? ok))`,
      )
    const createTimestamp = Math.floor(Date.now() / 1000)
    gateway.reply({ status: 1, grayPercentage: 8, createTimestamp })
    expect(await Promise.all([check(), check()])).toEqual(['true', 'true'])
    gateway.reply({ status: 1, grayPercentage: 20, createTimestamp })
    expect(await check()).toBe('true')
    expect(gateway.robots.wecom.messages.map((message) => message.split('\n')[0])).toEqual([
      '**Staged release started: 8%**',
      '**Staged release progressed: 8% → 20%**',
    ])
  }, 60_000)
})
