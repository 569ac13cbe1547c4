import { Redrawn } from '../../../../../src/cli/commands/status/redrawn'
import { erased, FakeTerminal } from '../../fake-terminal'

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
