import { NAMES } from './table.mjs'

const ROW = 34
const LEFT = 290
const BAR = 400

/**
 * A bar chart of cold starts. Its colours hold on a light and on a dark page.
 *
 * @param {string} node - the version
 * @param {Record<string, { milliseconds: number }>} medians - by name; `official` is 1
 */
export function chart(node, medians) {
  const entries = Object.entries(medians)
  const { milliseconds: longest } = medians.official
  const height = 50 + ROW * entries.length
  const bars = entries.map(([name, { milliseconds }], index) => {
    const y = 44 + ROW * index
    const width = ((BAR * milliseconds) / longest).toFixed(1)
    const fill = name === 'ours' ? '#07a650' : '#8a94a6'
    const share = (milliseconds / longest).toFixed(2)
    return [
      `<text x="${LEFT - 10}" y="${y + 16}" text-anchor="end">${NAMES[name]}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${width}" height="22" rx="3" fill="${fill}"/>`,
      `<text x="${LEFT + Number(width) + 8}" y="${y + 16}">${milliseconds.toFixed(0)} ms, ${share}</text>`,
    ].join('\n  ')
  })
  const title = `Cold start on Node.js ${node}: process start to the plan`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + BAR + 130} ${height}" role="img" aria-label="${title}">
  <style>text { font: 14px system-ui, sans-serif; fill: #6b7280 } .title { font-weight: 600 }</style>
  <text class="title" x="10" y="24">${title}</text>
  ${bars.join('\n  ')}
</svg>
`
}
