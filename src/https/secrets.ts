/**
 * The secrets of a call, and how to keep them out of text: as they are, and as a URL, a form or JSON
 * writes them, once or several times over, in capitals or not.
 */
export class Secrets {
  private readonly finders = new Map<string, Finder>()

  /** Remembers a secret, which must not be empty. */
  add(secret: string): void {
    if (!this.finders.has(secret)) this.finders.set(secret, finderOf(secret))
  }

  /** The text with a mask in the place of each secret. */
  redact(text: string): string {
    const secrets = [...this.finders.keys()].sort((a, b) => b.length - a.length)
    const mask = maskFor(secrets)
    return secrets.reduce(
      (clean, secret) => replaceAll(clean, this.finders.get(secret) as Finder, mask),
      text,
    )
  }
}

/** A mask that shares no character with a secret, so that masking can't put one together again. */
function maskFor(secrets: readonly string[]): string {
  const taken = secrets.join('')
  let code = '*'.charCodeAt(0)
  while (taken.includes(String.fromCharCode(code))) code = Math.max(code + 1, 0x2580)
  return String.fromCharCode(code).repeat(3)
}

/** A secret as pieces that must follow each other: one pattern of a long secret is too much for V8. */
interface Finder {
  head: RegExp
  tail: readonly RegExp[]
}

const UNITS_PER_PIECE = 64

function finderOf(secret: string): Finder {
  const units = (secret.match(/\\+|[^\\]/gu) as string[]).map(unitPattern)
  const pieces: string[] = []
  for (let at = 0; at < units.length; at += UNITS_PER_PIECE) {
    pieces.push(units.slice(at, at + UNITS_PER_PIECE).join(''))
  }
  const [head, ...tail] = pieces as [string, ...string[]]
  return { head: new RegExp(head, 'gi'), tail: tail.map((piece) => new RegExp(piece, 'yi')) }
}

function replaceAll(text: string, { head, tail }: Finder, mask: string): string {
  let clean = ''
  let done = 0
  head.lastIndex = 0
  for (let found = head.exec(text); found; found = head.exec(text)) {
    const end = endOfMatch(text, head.lastIndex, tail)
    if (end > 0) {
      clean += text.slice(done, found.index) + mask
      done = end
    }
    head.lastIndex = end > 0 ? end : found.index + 1
  }
  return clean + text.slice(done)
}

/** Where the tail ends that starts at `at`, or -1 where there is none. */
function endOfMatch(text: string, at: number, tail: readonly RegExp[]): number {
  let end = at
  for (const piece of tail) {
    piece.lastIndex = end
    if (!piece.test(text)) return -1
    end = piece.lastIndex
  }
  return end
}

/**
 * Matches one character, or a run of backslashes, however it is written. A run is taken as a whole
 * and every repetition has a bound: hostile text must not be able to make the search slow.
 */
function unitPattern(unit: string): string {
  if (/^[a-z0-9_-]$/i.test(unit)) return unit
  if (unit[0] === '\\') return `(?:\\\\|%(?:25){0,8}5c){${unit.length},${unit.length * 8}}`
  const inUrl = [...Buffer.from(unit)].map((byte) => `%(?:25){0,8}${hex(byte, 2)}`).join('')
  const codes = Array.from({ length: unit.length }, (_, at) => hex(unit.charCodeAt(at), 4))
  const inJson = codes.map((code) => `\\\\{1,8}u${code}`).join('')
  const plain = codes.map((code) => `\\u${code}`).join('')
  const ways = [`\\\\{0,8}${plain}`, inUrl, inJson]
  if (unit === ' ') ways.push('\\+')
  const shorthand = /^"\\([bfnrt])"$/.exec(JSON.stringify(unit))
  if (shorthand) ways.push(`\\\\{1,8}${shorthand[1]}`)
  return `(?:${ways.join('|')})`
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
