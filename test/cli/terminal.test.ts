import { coloursFor, harmless, jsonLine, padTo, Redrawn, widthOf } from '../../src/cli/terminal'

const STEERING = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, at) => 0x7f + at),
  ...[0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  ...[0x2066, 0x2067, 0x2068, 0x2069],
].map((code) => String.fromCharCode(code))

it.each(STEERING)('%j is spelled out', (character) => {
  const code = character.charCodeAt(0).toString(16).padStart(4, '0')
  expect(harmless(`a${character}b${character}`)).toBe(`a\\u${code}b\\u${code}`)
  const line = jsonLine({ text: `a${character}b` })
  expect(line.slice(0, -1)).not.toContain(character)
  expect(JSON.parse(line)).toEqual({ text: `a${character}b` })
})

it('leaves words of any language as they are', () => {
  const words = '中文，English – ёлка 🎉 [31m'
  expect(harmless(words)).toBe(words)
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

it('draws over what it drew before, however many rows that took', () => {
  const written: string[] = []
  const screen = new Redrawn({ columns: 10, write: (text) => written.push(text) })
  screen.draw(['a', 'twelve cells', '六个字的文字', ''])
  screen.draw(['a', 'twelve cells', '六个字的文字', ''])
  screen.draw(['b'])
  screen.draw(['c'])
  expect(written).toEqual([
    'a\ntwelve cells\n六个字的文字\n\n',
    '\u001b[6A\u001b[Jb\n',
    '\u001b[1A\u001b[Jc\n',
  ])
})
