import {
  coloursFor,
  escapeControls,
  jsonLine,
  padTo,
  Redrawn,
  widthOf,
} from '../../../src/cli/terminal'
import { erased, FakeTerminal } from './fake-terminal'

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

it('draws over what it drew before, however many rows that took', () => {
  const written: string[] = []
  const screen = new Redrawn({ columns: 10, write: (text) => written.push(text) })
  screen.draw(['a', 'twelve cells', '六个字的文字', ''])
  screen.draw(['a', 'twelve cells', '六个字的文字', ''])
  screen.draw(['b'])
  screen.draw(['c'])
  expect(written).toEqual([
    'a\ntwelve cells\n六个字的文字\n\n',
    `${erased(6)}b\n`,
    `${erased(1)}c\n`,
  ])
})

describe('on a terminal whose width changes', () => {
  const frame = (count: number) => ['', `Running ${count} %`, '', '六个字的文字', 'twelve cells']

  /** Draws once at a width of 20, then twice at each other one. */
  function drawnAt(rows: number, ...widths: number[]) {
    const terminal = new FakeTerminal(20, rows)
    const screen = new Redrawn(terminal)
    terminal.write('before\n')
    screen.draw(frame(0))
    for (const width of widths) {
      terminal.resize(width)
      screen.draw(frame(1))
      screen.draw(frame(2))
    }
    return terminal
  }

  it.each([[[7]], [[3]], [[5, 20]], [[11, 9, 3, 30]]])(
    'leaves nothing behind, of widths %j',
    (widths) => {
      const terminal = drawnAt(50, ...widths)
      const fresh = new FakeTerminal(terminal.columns, 50)
      fresh.write(`before\n${frame(2).join('\n')}\n`)
      expect(terminal.all).toEqual(fresh.all)
    },
  )

  it('leaves what scrolled out at the top, and no more', () => {
    expect(drawnAt(7, 10).all).toEqual([
      ...['before', '', 'Running 0 '],
      ...['Running 2 ', '%', '六个字的文', '字', 'twelve cel', 'ls'],
    ])
  })
})

describe('on a terminal that is too low', () => {
  const drawn = (rows: number, ...lines: string[]) => {
    let written = ''
    const screen = new Redrawn({ columns: 10, rows, write: (text) => (written = text) })
    screen.draw(lines)
    const first = written
    screen.draw(['next'])
    return [first, written]
  }

  it.each([
    [0, '\na\n\ntwelve cells\n\nb\n', 7],
    [8, '\na\n\ntwelve cells\n\nb\n', 7],
    [7, 'a\ntwelve cells\nb\n', 4],
    [5, 'a\ntwelve cells\nb\n', 4],
    [4, 'a\ntwelve cells\n', 3],
    [3, 'a\n', 1],
    [2, 'a\n', 1],
  ])('of %d rows, it draws no more than it can erase', (rows, expected, up) => {
    expect(drawn(rows, '', 'a', '', 'twelve cells', '', 'b')).toEqual([
      expected,
      `${erased(up)}next\n`,
    ])
  })

  it('draws nothing where there is no row for it', () => {
    expect(drawn(1, 'a')).toEqual(['', ''])
  })

  it('lets something be written above what is drawn, and after the end below it', () => {
    const written: string[] = []
    const write = (text: string) => written.push(text)
    const screen = new Redrawn({ columns: 10, rows: 9, write })
    screen.besides(() => write('first\n'))
    screen.draw(['a', 'b'])
    screen.besides(() => write('note\n'))
    screen.draw(['c'])
    screen.end(['d'])
    screen.besides(() => write('last\n'))
    expect(written.join('')).toBe(
      `first\na\nb\n${erased(2)}note\na\nb\n${erased(2)}c\n${erased(1)}d\nlast\n`,
    )
  })

  it('draws all of it in the end', () => {
    const written: string[] = []
    const screen = new Redrawn({ columns: 10, rows: 3, write: (text) => written.push(text) })
    screen.draw(['a', '', 'b', 'c'])
    screen.end(['a', '', 'b', 'c'])
    expect(written).toEqual(['a\nb\n', `${erased(2)}a\n\nb\nc\n`])
    screen.end(['a', '', 'b', 'c'])
    expect(written).toHaveLength(2)
  })
})
