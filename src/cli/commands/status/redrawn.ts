import { stripVTControlCharacters } from 'node:util'
import { columnsOf, type Output, widthOf } from '../../terminal'

/** A part at the end of a terminal that is drawn over again. */
export class Redrawn {
  #drawn: string[] = []
  #ended = false

  constructor(private readonly output: Output) {}

  /** Replaces what was drawn before, by as much as fits; does nothing if it is the same. */
  draw(lines: string[]): void {
    const fitting = this.#fit(lines)
    if (fitting.join('\n') !== this.#drawn.join('\n')) this.#replace(fitting)
  }

  /** Draws for the last time: all of it, since it need not be erased. */
  end(lines: string[]): void {
    if (lines.join('\n') !== this.#drawn.join('\n')) this.#replace(lines)
    this.#ended = true
  }

  /** Has something written for good: above what is drawn, as long as that is drawn over. */
  besides(write: () => void): void {
    if (this.#ended) return write()
    const drawn = this.#drawn
    this.#replace([])
    write()
    this.#replace(drawn)
  }

  #replace(lines: string[]): void {
    // Row by row: tmux keeps what is erased at once from the top of its screen on.
    const erase = '\u001b[1A\u001b[2K'.repeat(this.#rowsOf(this.#drawn))
    this.output.write(erase + lines.map((line) => `${line}\n`).join(''))
    this.#drawn = lines
  }

  /** What scrolled out can't be erased: what is too high loses blank lines first, then the last ones. */
  #fit(lines: string[]): string[] {
    // The cursor stands in a row of its own.
    const room = (this.output.rows || Number.POSITIVE_INFINITY) - 1
    if (this.#rowsOf(lines) <= room) return lines
    const fitting = lines.filter((line) => line !== '')
    while (this.#rowsOf(fitting) > room) fitting.pop()
    return fitting
  }

  /** Rows of the terminal as wide as it is now, which wraps what was drawn anew when that changes. */
  #rowsOf(lines: string[]): number {
    const columns = columnsOf(this.output)
    return lines.reduce((sum, line) => sum + rowsOf(line, columns), 0)
  }
}

/** Rows that a line takes. A character of two cells goes to the next row if only one is left. */
function rowsOf(line: string, columns: number): number {
  let rows = 1
  let used = 0
  for (const character of stripVTControlCharacters(line)) {
    const width = widthOf(character)
    if (used + width > columns) {
      rows += 1
      used = 0
    }
    used += width
  }
  return rows
}
