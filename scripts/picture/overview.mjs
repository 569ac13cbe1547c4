// The picture of the README: a message in a group, the page on a phone, and the terminal, side by side.
import { NAMES } from './real.mjs'

/** The size of the picture in CSS pixels. */
export const SIZE = { width: 1180, height: 560 }

const TEXTS = {
  en: { group: 'Release team', bot: 'Release bot', badge: 'BOT', command: 'Terminal' },
  zh: { group: '发布小组', bot: '发布机器人', badge: '机器人', command: '终端' },
}

const escaped = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)

const STYLES = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' }
const ESCAPE = String.fromCharCode(27)

/** What a terminal shows, as HTML. */
const terminal = (output) =>
  escaped(output)
    .split(ESCAPE)
    .map((part, index) => {
      const [, code, text] = /^\[(\d+)m(.*)$/s.exec(part) ?? []
      if (index === 0 || code === undefined) return part
      const style = STYLES[code]
      return style ? `<span class="${style}">${text}` : `</span>${text}`
    })
    .join('')

/**
 * @param shown.phone - the picture of the page, as a data URL
 * @param shown.message - as the bot of WeCom got it: Markdown, whose title is bold
 * @param shown.output - of `status`
 */
export function overview({ language, theme, phone, message, output }) {
  const { group, bot, badge, command } = TEXTS[language]
  const [title = '', ...lines] = message.split('\n')
  return `<!doctype html>
<html lang="${language}" class="${theme}">
<meta charset="utf-8">
<style>${CSS}</style>
<body>
<section class="card chat">
  <header>${group}</header>
  <div class="row"><i>${NAMES[language][0]}</i><div>
    <small>${bot} <em>${badge}</em></small>
    <p><b>${escaped(title.replaceAll('**', ''))}</b>${lines.map((line) => `<br>${escaped(line)}`).join('')}</p>
  </div></div>
</section>
<img src="${phone}" alt="">
<section class="card shell">
  <header><u></u><u></u><u></u>${command}</header>
  <pre><span class="dim">$</span> npx wx-gray-release-plan status\n${terminal(output)}</pre>
</section>
</body>
</html>`
}

const CSS = `
:root { --page: #fff; --card: #f3f4f6; --edge: #d8dce2; --bubble: #fff; --ink: #1f2329; --dim: #6b7280; --green: #0a8f47; }
.dark { --page: #0d1117; --card: #161b22; --edge: #30363d; --bubble: #262c36; --ink: #e6edf3; --dim: #8b949e; --green: #3fb950; }
* { box-sizing: border-box; }
body { margin: 0; width: ${SIZE.width}px; height: ${SIZE.height}px; padding: 10px; background: var(--page); color: var(--ink);
  font: 14px/1.55 Inter, -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif; display: flex; gap: 22px; align-items: center; }
.card { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; overflow: hidden; }
header { padding: 10px 16px; border-bottom: 1px solid var(--edge); font-weight: 600; }
.chat { width: 372px; }
.row { display: flex; gap: 10px; padding: 16px; }
.row i { flex: none; width: 36px; height: 36px; border-radius: 8px; background: var(--green); color: #fff; font: 600 18px/36px sans-serif; text-align: center; }
small { color: var(--dim); font-size: 12px; }
em { padding: 0 4px; border-radius: 3px; background: var(--edge); font-style: normal; font-size: 10px; }
p { margin: 4px 0 0; padding: 10px 12px; border-radius: 4px 10px 10px 10px; background: var(--bubble); overflow-wrap: anywhere; }
img { height: 540px; border-radius: 22px; border: 1px solid var(--edge); }
.shell { flex: 1; }
.shell header { color: var(--dim); font-weight: 400; }
u { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 5px; background: var(--edge); }
/* A Chinese character is exactly as wide as two others. */
@font-face { font-family: Wide; src: local("Noto Sans Mono CJK SC"), local("PingFang SC"); unicode-range: U+2E80-9FFF, U+FF00-FFEF; size-adjust: 120.4%; }
pre { margin: 0; padding: 14px 16px; font: 13px/1.55 Wide, "DejaVu Sans Mono", monospace; }
.bold { font-weight: 700; } .dim { color: var(--dim); } .green { color: var(--green); }
`
