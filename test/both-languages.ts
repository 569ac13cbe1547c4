import type { Hint } from '../src'

/** Chinese in one language, plain English in the other, each in one line. */
export function expectBothLanguages({ zh, en }: Hint): void {
  expect(zh).toMatch(/^(?=.*\p{Script=Han}).+$/u)
  expect(en).toMatch(/^[\x20-\x7e]+$/)
}
