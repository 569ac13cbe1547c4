import {
  coloursFor,
  escapeControls,
  jsonLine,
  padTo,
  widthOf,
  wrap,
} from '../../../src/cli/terminal'

const STEERING = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, at) => 0x7f + at),
  ...[0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  ...[0x2066, 0x2067, 0x2068, 0x2069],
].map((code) => String.fromCharCode(code))

it.each(STEERING)('%j is spelled out', (character) => {
  const code = character.charCodeAt(0).toString(16).padStart(4, '0')
  expect(escapeControls(`a${character}b${character}`)).toBe(`a\\u${code}b\\u${code}`)
  const line = jsonLine({ text: `a${character}b` })
  expect(line.slice(0, -1)).not.toContain(character)
  expect(JSON.parse(line)).toEqual({ text: `a${character}b` })
})

it('leaves words of any language as they are', () => {
  const words = '中文，English – ёлка 🎉 [31m'
  expect(escapeControls(words)).toBe(words)
})

it('measures in cells of a terminal', () => {
  expect(widthOf('中a')).toBe(3)
  expect(padTo(5, '中a')).toBe('中a  ')
  expect(padTo(2, '中a')).toBe('中a')
})

it.each([
  [true, {}, true],
  [false, {}, false],
  [undefined, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('terminal: %s, %j: colour: %s', (isTTY, env, coloured) => {
  const { red } = coloursFor({ isTTY, write: () => undefined }, env)
  expect(red('x')).toBe(coloured ? '\u001b[31mx\u001b[39m' : 'x')
})

describe('wrap', () => {
  it.each([
    ['short, with  two spaces ', 26, ['short, with  two spaces ']],
    ['words of a message', 8, ['words of', '  a', '  messag', '  e']],
    ['  indented words', 12, ['  indented', '    words']],
    ['  Label  the value of it', 28, ['  Label  the value of it']],
    ['  Label  the value of this label', 29, ['  Label  the value of this', '         label']],
    ['  A long label  the value', 24, ['  A long label  the', '    value']],
    ['中文没有空格，也要换行。', 10, ['中文没有空', '  格，也要', '  换行。']],
    ['请设置（WX_APPID）后再试', 12, ['请设置', '  （WX_APPID', '  ）后再试']],
    ['一行一\n二行二', 4, ['一行', '  一', '二行', '  二']],
    ['          a deep one', 14, ['          a', '          deep', '          one']],
    ['', 5, ['']],
  ])('breaks %j at %d cells', (text, columns, lines) => {
    expect(wrap(text, columns)).toBe(lines.join('\n'))
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
  })

  it('does not count colours', () => {
    const { dim, red } = coloursFor({ isTTY: true, write: () => undefined }, {})
    expect(wrap(`  ${dim('Label ')}  ${red('the')} value of this label`, 30)).toBe(
      `  ${dim('Label ')}  ${red('the')} value of this\n          label`,
    )
  })
})
