import { stripVTControlCharacters } from 'node:util'
import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Env } from '../core/env'

/** Where the command writes: standard output or standard error. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/** C0, DEL, C1, line and paragraph separators, and the marks of bidirectional text. */
const STEERING = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069'
const STEERING_CHARACTER = new RegExp(`[${STEERING}]`, 'g')

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text from elsewhere, safe to print on one line of a terminal: control characters are spelled out. */
export const escapeControls = (text: string): string => text.replace(STEERING_CHARACTER, escaped)

/** Names on one line; a few of many show what they are. */
const MOST_NAMES = 8
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES)
  if (names.length > MOST_NAMES) shown.push('…')
  return escapeControls(shown.join(', '))
}

/** JSON in one line; control characters are escaped, which JSON allows. */
export const jsonLine = (value: unknown): string => `${escapeControls(JSON.stringify(value))}\n`

/** Cells that a text takes on a terminal: two for a Chinese character. */
export const widthOf: (text: string) => number = stringWidth

export const padTo = (width: number, text: string): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

export type Colours = ReturnType<typeof pc.createColors>

/** Colour only on a terminal that supports it, and never with `NO_COLOR`. */
export const coloursFor = (output: Output, env: Env): Colours =>
  pc.createColors(isInteractive(output, env) && !env['NO_COLOR'])

/** Whether an output is a terminal that can do more than append lines. */
export const isInteractive = (output: Output, env: Env): boolean =>
  output.isTTY === true && env['TERM'] !== 'dumb'

export const columnsOf = (output: Output): number => output.columns || 80

const OPENING = '（「《'
const CLOSING = '，。、：；？！）」》'

/** What stays on one line: spaces, or a word or a Chinese character with its punctuation. */
const UNIT = new RegExp(
  `\\s+|[${OPENING}]*(?:\\p{Script=Han}|[^\\s\\p{Script=Han}${OPENING}${CLOSING}]+)?[${CLOSING}]*`,
  'gu',
)

/** What is left beside a label for its value. */
const FEWEST_CELLS = 20

/** A label, with the spaces before its value. */
const LABEL = /^ *\S.*? {2,}(?=\S)/

/**
 * Breaks lines between words, or between Chinese characters, so that each fits into a number of cells.
 * What goes on in a next line is indented: below the value of a label, else by two more spaces.
 */
export const wrap = (text: string, columns: number): string =>
  text
    .split('\n')
    .flatMap((line) => (widthOf(line) <= columns ? line : rowsOf(line, columns)))
    .join('\n')

function rowsOf(line: string, columns: number): string[] {
  const visible = stripVTControlCharacters(line)
  const label = widthOf(LABEL.exec(visible)?.[0] ?? '')
  const indent = visible.length - visible.trimStart().length
  // A deep one is that of a value, whose label is above.
  const next = indent > 4 ? indent : indent + 2
  const hanging = ' '.repeat(label > 0 && label <= columns - FEWEST_CELLS ? label : next)
  const units = (line.match(UNIT) as string[]).flatMap((unit) =>
    chop(unit, columns - hanging.length),
  )
  const rows: string[] = []
  let row = ''
  for (const unit of units) {
    if (widthOf(row + unit) > columns) {
      rows.push(row.trimEnd())
      row = hanging + unit.trimStart()
    } else row += unit
  }
  return [...rows, row.trimEnd()]
}

function chop(unit: string, cells: number): string[] {
  const parts = ['']
  for (const character of unit) {
    const part = parts.at(-1) as string
    if (part === '' || widthOf(part + character) <= cells) parts.push(parts.pop() + character)
    else parts.push(character)
  }
  return parts
}
