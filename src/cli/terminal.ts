import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Output } from './surroundings'

/**
 * Characters that steer a terminal, or turn the order of what it shows: C0, DEL, C1, line and
 * paragraph separators, and the marks of bidirectional text.
 */
const STEERING = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069'
const STEERING_CHARACTER = new RegExp(`[${STEERING}]`, 'g')

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text from elsewhere, harmless on a terminal and in one line: what could steer it is spelled out. */
export const harmless = (text: string): string => text.replace(STEERING_CHARACTER, escaped)

/** JSON in one line; what could steer a terminal is escaped, which JSON allows. */
export const jsonLine = (value: unknown): string => `${harmless(JSON.stringify(value))}\n`

/** Cells that a text takes on a terminal: two for a Chinese character. */
export const widthOf = (text: string): number => stringWidth(text)

/** Pads to a width in cells. */
export const padTo = (width: number, text: string): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Styles of one output. */
export type Colours = ReturnType<typeof pc.createColors>

type Env = { readonly [name: string]: string | undefined }

/** Colour only on a terminal that knows it, and never where `NO_COLOR` asks for none. */
export const coloursFor = (output: Output, env: Env): Colours =>
  pc.createColors(isLively(output, env) && !env['NO_COLOR'])

/** Whether an output is a terminal that can do more than append lines. */
export const isLively = (output: Output, env: Env): boolean =>
  output.isTTY === true && env['TERM'] !== 'dumb'

const DEFAULT_COLUMNS = 80

/** Width of an output, in cells. */
export const columnsOf = (output: Output): number => output.columns || DEFAULT_COLUMNS

/** A part at the end of a terminal that is drawn over again. */
export class Redrawn {
  #drawn: string[] = []

  constructor(private readonly output: Output) {}

  /** Replaces what was drawn before, by as much as fits; does nothing where it is the same. */
  draw(lines: string[]): void {
    const fitting = this.#fit(lines)
    if (fitting.join('\n') !== this.#drawn.join('\n')) this.#replace(fitting)
  }

  /** Draws for the last time: all of it, since it need not be erased. */
  end(lines: string[]): void {
    if (lines.join('\n') !== this.#drawn.join('\n')) this.#replace(lines)
  }

  #replace(lines: string[]): void {
    const up = this.#rowsOf(this.#drawn)
    const erase = up > 0 ? `\u001b[${up}A\u001b[J` : ''
    this.output.write(`${erase}${lines.join('\n')}\n`)
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

  /** A line that is too long for the terminal takes several of its rows. */
  #rowsOf(lines: string[]): number {
    const columns = columnsOf(this.output)
    const rows = lines.map((line) => Math.max(1, Math.ceil(widthOf(line) / columns)))
    return rows.reduce((sum, count) => sum + count, 0)
  }
}
