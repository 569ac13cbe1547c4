/**
 * Characters that markdown, and the text of Feishu, would read as more than text: emphasis, code,
 * links, tags, entities, and above all mentions of everyone. None of the bots documents an escape, so
 * each gives way to its full-width twin.
 */
const MARKUP = /[<>&[\]*`@~|\\]/g

/** How far a full-width character is from its twin in ASCII. */
const TO_FULL_WIDTH = 0xfee0

/** Text from elsewhere as one line that mentions nobody and formats nothing. */
export const plainText = (text: string): string =>
  text
    // What breaks a line, or turns the order in which text is shown. Not a constant: Node.js 8, where the
    // function must load to say that it is too old, rejects it.
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .replace(MARKUP, (character) => String.fromCharCode(character.charCodeAt(0) + TO_FULL_WIDTH))

const ELLIPSIS = '…'

/** A text cut to a number of characters. */
export function shorten(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : characters.slice(0, most - 1).join('') + ELLIPSIS
}

/** A text cut to a number of bytes, at a whole character. */
export function cutTo(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  let end = maxBytes - Buffer.byteLength(ELLIPSIS)
  // A byte that starts with the bits 10 goes on with the character before it.
  while (((bytes[end] as number) & 0xc0) === 0x80) end -= 1
  return bytes.toString('utf8', 0, end) + ELLIPSIS
}
