import {
  CODES,
  ERROR_KINDS,
  type Hints,
  hintFor,
  isRetryable,
  kindOfCode,
} from '../../../src/core/error-codes'
import { expectBothLanguages } from '../../both-languages'

describe('codes', () => {
  it('are in one list each', () => {
    const codes: number[] = Object.values(CODES).flat()
    expect(codes).toHaveLength(new Set(codes).size)
  })

  // One of each kind, and those whose `retryable` differs from their kind's.
  it.each([
    [61023, 'credential', false],
    [40066, 'environment', false],
    [-604101, 'permission', false],
    [45009, 'quota', false],
    [-502004, 'quota', false],
    [-501003, 'quota', true],
    [-501004, 'quota', true],
    [-1, 'system', true],
    [-502001, 'system', true],
    [85112, 'system', false],
    [85113, 'system', false],
    [-501002, 'timeout', true],
    [-601003, 'network', true],
    [0, 'unknown', false],
    [99999, 'unknown', false],
  ])('%i is %s, retryable: %s', (code, kind, retryable) => {
    expect(kindOfCode(code)).toBe(kind)
    expect(isRetryable(kindOfCode(code), code)).toBe(retryable)
  })
})

describe('hintFor()', () => {
  it.each(ERROR_KINDS)('has one in both languages for %s', (kind) =>
    expectBothLanguages(hintFor(kind)),
  )

  it.each([
    [40013, /AppID/],
    [45009, /midnight/],
    [45011, /in a minute/],
    [50002, /restricted, frozen or closed/],
    [85079, /publish one first/],
    [86002, /name, icon, description, category/],
  ])('has one for %i', (code, text) => {
    expectBothLanguages(hintFor(kindOfCode(code), code))
    expect(hintFor(kindOfCode(code), code).en).toMatch(text)
  })

  const hint = (en: string) => ({ zh: `${en}。`, en })
  const own: Hints = {
    codes: { 40013: hint('own AppID'), 45009: hint('own quota') },
    kinds: { quota: hint('own kind'), timeout: hint('own timeout') },
  }

  it('prefers the own hint of a code, then the common one, then the own one of the kind', () => {
    expect(hintFor('environment', 40013, own).en).toBe('own AppID')
    expect(hintFor('quota', 45009, own).en).toBe('own quota')
    expect(hintFor('quota', 45011, own)).toEqual(hintFor('quota', 45011))
    expect(hintFor('quota', -501003, own).en).toBe('own kind')
    expect(hintFor('timeout', 0, own).en).toBe('own timeout')
    expect(hintFor('system', 0, own)).toEqual(hintFor('system'))
  })
})
