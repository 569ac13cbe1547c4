// Turns a page of the mini program, as its runtime drew it, into a document for a browser.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../miniprogram')
const read = (file) => readFileSync(join(root, file), 'utf8')

/** The width of the phone in CSS pixels; WeChat calls it 750rpx. */
export const WIDTH = 390
export const HEIGHT = 844

/** Native components that kbone-ui draws; all others are plain boxes or text. */
const NATIVE = ['wx-progress', 'wx-button', 'wx-icon']

/**
 * @param phone - the phone of the tests, its page drawn
 * @param theme - light or dark
 * @param fontSize - what WeChat's own text size setting makes of 1rem, 17 by default
 */
export function toHtml(phone, theme, fontSize) {
  const { navigationText, page } = JSON.parse(read('theme.json'))[theme]
  return `<!doctype html>
<html style="font-size: ${fontSize}px">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${FRAME}\n${css('app.wxss')}\n${css('pages/index/index.wxss')}</style>
<body>
${frame(phone.title, page, navigationText)}
${phone.drawn().children.map(node).join('')}
</body>
</html>`
}

/** What kbone-ui needs to be told, in the browser. */
export const register = `
  // Only then it brings the font of the icons.
  window._isLoaded = true
  KBoneUI.default.register({ components: ${JSON.stringify(NATIVE)}, domExtend: false })
  for (const bar of document.querySelectorAll('wx-progress')) {
    // It moves on a change only.
    const percent = bar.getAttribute('percent')
    bar.setAttribute('percent', '0')
    bar.setAttribute('percent', percent)
  }
`

const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function node(drawn) {
  if (typeof drawn === 'string') return escaped(drawn)
  const { tagName, attrs, children } = drawn
  const written = attrs
    .filter(({ value }) => value !== false)
    .map(({ name, value }) => ` ${kebab(name)}="${escaped(value)}"`)
  return `<${tagName}${written.join('')}>${children.map(node).join('')}</${tagName}>`
}

const css = (file) =>
  read(file)
    .replace(/(-?\d+(?:\.\d+)?)rpx/g, (_, number) => `${(number * WIDTH) / 750}px`)
    .replace(/^(\s*)page \{/gm, '$1body {')

/** The phone around the page: WeChat draws these itself. */
const FRAME = `
* { box-sizing: border-box; }
body {
  margin: 0;
  font-family: Inter, -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif !important;
}
wx-view { display: block; }
.frame { height: 91px; padding: 47px 0 0; position: relative; text-align: center; }
.frame b { font-size: 17px; font-weight: 600; line-height: 44px; }
.frame .clock { position: absolute; top: 14px; left: 32px; font-size: 16px; font-weight: 600; }
.frame svg { position: absolute; }
.frame .battery { top: 19px; right: 26px; }
.frame .capsule { top: 53px; right: 8px; }
`

const frame = (title, background, ink) => `
<div class="frame" style="background: ${background}; color: ${ink}">
  <span class="clock">10:05</span>
  <svg class="battery" width="27" height="13" fill="none" stroke="${ink}">
    <rect x=".5" y=".5" width="23" height="12" rx="3.5" opacity=".4" />
    <rect x="2" y="2" width="20" height="9" rx="2" fill="${ink}" stroke="none" />
    <path d="M25.5 4.5v4" stroke-linecap="round" opacity=".5" />
  </svg>
  <b>${escaped(title)}</b>
  <svg class="capsule" width="88" height="32" fill="${ink}">
    <rect x=".5" y=".5" width="87" height="31" rx="15.5" fill="${ink}" fill-opacity=".02" stroke="${ink}" stroke-opacity=".16" />
    <path d="M44 7v18" stroke="${ink}" stroke-opacity=".18" />
    <circle cx="15" cy="16" r="2" /><circle cx="22" cy="16" r="3.2" /><circle cx="29" cy="16" r="2" />
    <circle cx="66" cy="16" r="8.5" fill="none" stroke="${ink}" stroke-width="2" />
    <circle cx="66" cy="16" r="3" />
  </svg>
</div>`
