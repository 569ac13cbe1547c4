import { widthOf } from '../../../src/cli/terminal'

const ESCAPE = '\u001b'
const PART = new RegExp(`${ESCAPE}\\[\\d*[A-Za-z]|[^${ESCAPE}\\n]+|\\n`, 'g')

/** What takes the cursor up over a number of rows, and erases them. */
export const erased = (rows: number): string => `${ESCAPE}[1A${ESCAPE}[2K`.repeat(rows)

interface TerminalRow {
  text: string
  /** It did not hold its line, which goes on in the next row. */
  wrapped: boolean
}

/**
 * A terminal that wraps lines anew when its width changes, as most do, and keeps what scrolled out at
 * the top.
 */
export class FakeTerminal {
  #rows: TerminalRow[] = [{ text: '', wrapped: false }]
  #cursor = 0

  constructor(
    public columns: number,
    public rows: number,
  ) {}

  get #top(): number {
    return Math.max(0, this.#rows.length - this.rows)
  }

  /** Each row that can be seen or scrolled back to, the cursor's own left out. */
  get all(): string[] {
    return this.#rows.slice(0, this.#cursor).map(({ text }) => text)
  }

  write(text: string): void {
    for (const [part] of text.matchAll(PART)) {
      const command = part.startsWith(ESCAPE) ? part.at(-1) : undefined
      if (part === '\n') this.#nextRow()
      else if (command === 'A')
        this.#cursor = Math.max(this.#top, this.#cursor - Number.parseInt(part.slice(2), 10))
      else if (command === 'K') this.#rows[this.#cursor] = { text: '', wrapped: false }
      else if (command === undefined) this.#put(part)
      else throw new Error(`unknown: ${JSON.stringify(part)}`)
    }
  }

  resize(columns: number): void {
    this.columns = columns
    this.#rows.length = this.#cursor + 1
    const lines = ['']
    for (const { text, wrapped } of this.#rows) {
      lines.push(`${lines.pop()}${text}`)
      if (!wrapped) lines.push('')
    }
    lines.pop()
    this.#rows = []
    for (const line of lines) {
      this.#rows.push({ text: '', wrapped: false })
      this.#cursor = this.#rows.length - 1
      this.#put(line)
    }
  }

  #put(text: string): void {
    for (const character of text) {
      let row = this.#rows[this.#cursor] as TerminalRow
      if (widthOf(row.text + character) > this.columns) {
        row.wrapped = true
        this.#nextRow()
        row = this.#rows[this.#cursor] as TerminalRow
      }
      row.text += character
    }
  }

  #nextRow(): void {
    this.#cursor += 1
    this.#rows[this.#cursor] ??= { text: '', wrapped: false }
  }
}
