import { stripVTControlCharacters } from 'node:util'
import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Env } from '../core/env'
import type { Output } from './cli-context'

/**
 * Characters that steer a terminal, or turn the order of what it shows: C0, DEL, C1, line and
 * paragraph separators, and the marks of bidirectional text.
 */
const STEERING = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069'
const STEERING_CHARACTER = new RegExp(`[${STEERING}]`, 'g')

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text from elsewhere, safe to print on one line of a terminal: what could steer it is spelled out. */
export const escapeControls = (text: string): string => text.replace(STEERING_CHARACTER, escaped)

/** JSON in one line; what could steer a terminal is escaped, which JSON allows. */
export const jsonLine = (value: unknown): string => `${escapeControls(JSON.stringify(value))}\n`

/** Cells that a text takes on a terminal: two for a Chinese character. */
export const widthOf = (text: string): number => stringWidth(text)

/** Pads to a width in cells. */
export const padTo = (width: number, text: string): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Styles of one output. */
export type Colours = ReturnType<typeof pc.createColors>

/** Colour only on a terminal that knows it, and never if `NO_COLOR` asks for none. */
export const coloursFor = (output: Output, env: Env): Colours =>
  pc.createColors(isInteractive(output, env) && !env['NO_COLOR'])

/** Whether an output is a terminal that can do more than append lines. */
export const isInteractive = (output: Output, env: Env): boolean =>
  output.isTTY === true && env['TERM'] !== 'dumb'

const DEFAULT_COLUMNS = 80

/** Width of an output, in cells. */
export const columnsOf = (output: Output): number => output.columns || DEFAULT_COLUMNS

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

  /**
   * What scrolled out at the top can't be erased, so that what is too high is cut: blank lines first,
   * then those at the end.
   */
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
