// Draws the page of examples/third-party-platform into docs/, as Chromium shows it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { findChromium } from './chromium.mjs'
import { save } from './save.mjs'

const root = join(import.meta.dirname, '../..')
const NOW = Date.parse('2026-11-23T10:05:00+08:00')
const HOUR = 3600_000
const html = readFileSync(join(root, 'examples/third-party-platform/page.html'), 'utf8')
const NAMES = {
  en: ['Blue Tea', 'City Bikes', 'Corner Books', 'Fresh Greens', 'Night Noodles', 'Old Town Inn'],
  zh: ['蓝茶馆', '城市单车', '街角书店', '鲜蔬到家', '夜面馆', '老城客栈'],
}
const { outputFiles } = await build({
  entryPoints: [join(root, 'src/https/hints.ts')],
  bundle: true,
  format: 'esm',
  write: false,
})
const { hintOverHttps } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
)
const hint = hintOverHttps('credential', 61023)
const STATES = [
  { ok: false, hours: 2, error: { kind: 'credential', errCode: 61023, hint } },
  { ok: true, hours: 20, plan: { status: 'paused', grayPercentage: 35 } },
  { ok: true, hours: 70, plan: { status: 'running', grayPercentage: 8 } },
  { ok: true, hours: 5, plan: { status: 'running', grayPercentage: 0 } },
  { ok: true, hours: 30, plan: { status: 'completed', grayPercentage: 100 } },
  { ok: false, hours: 190, error: { kind: 'no_plan', errCode: 0, hint } },
]

const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
for (const [language, locale] of [
  ['en', 'en-GB'],
  ['zh', 'zh-CN'],
]) {
  const page = await browser.newPage({
    locale,
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1040, height: 300 },
    deviceScaleFactor: 1.5,
  })
  const releases = STATES.map(({ hours, ...state }, index) => ({
    appid: `wx${String(index + 1).padStart(16, '0')}`,
    name: NAMES[language][index],
    at: NOW - index * 40_000,
    since: NOW - hours * HOUR,
    ...state,
  }))
  await page.route('**/*', (route) =>
    route.request().url().endsWith('.json')
      ? route.fulfill({ json: releases })
      : route.fulfill({ contentType: 'text/html', body: html }),
  )
  await page.goto('http://127.0.0.1/')
  await page.locator('tbody tr').first().waitFor()
  await save(`docs/third-party-page.${language}.png`, await page.screenshot({ fullPage: true }))
}
await browser.close()
