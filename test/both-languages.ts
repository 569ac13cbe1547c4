/** Expects a hint: a line in Chinese, then one in English. */
export function expectBothLanguages(hint: string): void {
  const [zh, en, ...rest] = hint.split('\n')
  expect(zh).toMatch(/\p{Script=Han}/u)
  expect(en).toMatch(/^[\x20-\x7e]+$/)
  expect(rest).toEqual([])
}
