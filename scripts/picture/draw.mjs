// Draws the page of the mini program as a phone shows it, and beside it what a group and a terminal show:
// the pictures of the docs into docs/, all others into .cache/picture/. WeChat's own compiler and data
// binding make the nodes, kbone-ui draws the native components, headless Chromium the picture.
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { findChromium } from './chromium.mjs'
import { HEIGHT, register, toHtml, WIDTH } from './html.mjs'
import { overview, SIZE } from './overview.mjs'
import { botMessage, statusOutput } from './real.mjs'
import { save } from './save.mjs'

// The same picture on every machine and every day.
process.env.TZ = 'Asia/Shanghai'
const NOW = Date.parse('2026-11-23T10:05:00+08:00')
Date.now = () => NOW

const root = join(import.meta.dirname, '../..')
const at = (...parts) => join(root, ...parts)
const requireHere = createRequire(import.meta.url)

const browserPath = findChromium()

const sources = await loadSources()
const { callerOf, openPage, rejectionOf } = sources

const DAY = 24 * 3600
const running = {
  ok: true,
  plan: {
    status: 'running',
    statusCode: 1,
    grayPercentage: 42,
    createTimestamp: NOW / 1000 - 3 * DAY,
    supportDebugerFirst: true,
    supportExperiencerFirst: true,
  },
}
const forbidden = {
  ok: false,
  error: rejectionOf(
    callerOf(
      { SOURCE: 'wx_client' },
      { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: 'oX4Qd5Kq0fD1tGZb7m3vWc9sYh2E' },
    ),
    '',
  ),
}

const HOUR = 3600_000
/** How it progressed, as watchGrayRelease returns it. */
const history = [
  [0, 5],
  [20, 12],
  [31, 25],
  [55, 42],
].map(([hours, grayPercentage]) => ({
  at: (running.plan.createTimestamp + 600) * 1000 + hours * HOUR,
  status: 'running',
  grayPercentage,
}))

const SHOTS = []
for (const [name, result] of Object.entries({ running, forbidden })) {
  for (const theme of ['light', 'dark']) {
    for (const language of ['zh', 'en']) SHOTS.push({ name, result, theme, language })
  }
}

const browser = await chromium.launch({ executablePath: browserPath })
mkdirSync(at('docs'), { recursive: true })
for (const shot of SHOTS) {
  const png = await draw(shot)
  const { name, theme, language } = shot
  const isShown = name === 'running' && theme === 'light'
  const folder = isShown ? 'docs' : '.cache/picture'
  await save(`${folder}/mini-program-${name}-${theme}.${language}.png`, png)
  if (name === 'running') {
    await save(`docs/overview-${theme}.${language}.png`, await drawOverview(theme, language, png))
  }
}
await browser.close()

async function drawOverview(theme, language, png) {
  const { statusCode: status, status: _, ...fields } = running.plan
  const plan = { status, ...fields }
  const html = overview({
    language,
    theme,
    phone: `data:image/png;base64,${png.toString('base64')}`,
    message: await botMessage(sources, language, [{ ...plan, grayPercentage: 25 }, plan]),
    output: await statusOutput(sources, language, plan),
  })
  const context = await browser.newContext({ viewport: SIZE, deviceScaleFactor: 2 })
  const page = await context.newPage()
  await page.setContent(html)
  await page.evaluate(() => document.fonts.ready)
  const picture = await page.screenshot()
  await context.close()
  return picture
}

/** What sources.ts exports, as one module. */
async function loadSources() {
  const outfile = at('.cache/picture/sources.cjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'sources.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    outfile,
    // It reads the mini program, and loads WeChat's runtime, from where it is.
    define: {
      __dirname: JSON.stringify(at('test/miniprogram')),
      __filename: JSON.stringify(at('test/miniprogram/phone.ts')),
    },
  })
  return requireHere(outfile)
}

async function draw({ result, theme, language, fontSize = 17 }) {
  const phone = openPage({
    language,
    theme,
    callFunction: async () => ({ result }),
    callWatch: async () => ({ result: { ok: true, history } }),
  })
  phone.show()
  // The number first, and then the history.
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  const html = toHtml(phone, theme, fontSize)
  phone.hide()
  phone.unload()
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: HEIGHT },
    deviceScaleFactor: 2,
    // Otherwise the viewport is not the phone's, and every rpx too large.
    isMobile: true,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.setContent(html)
  await page.addScriptTag({ path: requireHere.resolve('kbone-ui/dist/wx-components.js') })
  await page.addScriptTag({ content: register })
  await page.evaluate(() => document.fonts.ready)
  const png = await page.screenshot({ animations: 'disabled' })
  await context.close()
  return png
}
