/**
 * Characters with which the robots' markdown, and the text of Feishu, would read words from elsewhere
 * as more than words: emphasis, code, links, tags, entities, and above all mentions of everyone. None
 * of the robots documents an escape, so that each gives way to its full-width twin.
 */
const MARKUP = /[<>&[\]*`@~|\\]/g

/** How far a full-width character is from its twin in ASCII. */
const TO_FULL_WIDTH = 0xfee0

/** Words without markup of any kind. */
export const plainWords = (words: string): string =>
  words.replace(MARKUP, (character) => String.fromCharCode(character.charCodeAt(0) + TO_FULL_WIDTH))

const ELLIPSIS = '…'

/** A text cut to a number of bytes, at a whole character. */
export function cutTo(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  let end = maxBytes - Buffer.byteLength(ELLIPSIS)
  // A byte that starts with the bits 10 goes on with the character before it.
  while (((bytes[end] as number) & 0xc0) === 0x80) end -= 1
  return bytes.toString('utf8', 0, end) + ELLIPSIS
}
