import fc from 'fast-check'
import { cutTo, plainText, shorten } from '../../../../src/watch/channels/text'

describe('plainText()', () => {
  it.each([
    ['<@all> hello', '＜＠all＞ hello'],
    ['<at user_id="all">所有人</at>', '＜at user_id="all"＞所有人＜/at＞'],
    ['@所有人 @13800000000', '＠所有人 ＠13800000000'],
    ['[click](https://evil.example)', '［click］(https://evil.example)'],
    ['**bold** `code` ~~gone~~ a|b \\<', '＊＊bold＊＊ ｀code｀ ～～gone～～ a｜b ＼＜'],
    ['&lt;@all&gt;', '＆lt;＠all＆gt;'],
    ['<font color="warning">red</font>', '＜font color="warning"＞red＜/font＞'],
  ])('%s is read as text', (text, plain) => expect(plainText(text)).toBe(plain))

  it('leaves all else as it is', () => {
    const text =
      '分阶段发布：8% → 20%（UTC+8）config.json "operation.getGrayReleasePlan" 😀 a_b #1 - {}'
    expect(plainText(text)).toBe(text)
  })
})

it('plainText() is one line, in its own order', () => {
  expect(plainText(' a\r\nb\u2028c\u202ed\u0000\u200be ')).toBe('a b c d e')
})

describe('shorten()', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['😀😀😀', 3, '😀😀😀'],
    ['😀😀😀', 2, '😀…'],
  ])('%s to %d characters', (text, most, short) => expect(shorten(text, most)).toBe(short))
})

describe('cutTo()', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'ab…'],
    ['中文字', 9, '中文字'],
    ['中文字符', 11, '中文…'],
    ['中文字符', 10, '中文…'],
    ['中文字符', 9, '中文…'],
    ['中文字符', 8, '中…'],
    ['😀😀', 8, '😀😀'],
    ['😀😀😀', 8, '😀…'],
    ['😀😀😀', 6, '…'],
  ])('%s to %d bytes', (text, bytes, cut) => expect(cutTo(text, bytes)).toBe(cut))

  it('never exceeds the limit, splits no character and gives as much as fits', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 40 }), (text, most) => {
        const cut = cutTo(text, most)
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most)
        if (cut === text) return
        const kept = cut.slice(0, -1)
        expect(text.startsWith(kept)).toBe(true)
        const [next = ''] = text.slice(kept.length)
        expect(Buffer.byteLength(kept + next) + 3).toBeGreaterThan(most)
      }),
    ))
})
