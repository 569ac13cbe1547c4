import { ERROR_KINDS, hintFor, isRetryable, kindOfCode } from '../../../src/core/error-codes'
import { expectBothLanguages } from '../../both-languages'

describe('every code of the table', () => {
  const table: [kind: string, retryable: boolean, codes: number[]][] = [
    ['credential', false, [40001, 40014, 42001, 42007, 41001, 41002, 61005, 61006, 61014, 61015]],
    ['environment', false, [40013, 40164, 61004, 85088, 85089, 40066]],
    ['environment', false, [40097, 44002, 47001, 43001, 43002, 43003]],
    ['environment', false, [61008, 61009, 61010, 61011, 61012, 61013]],
    ['credential', false, [40125, 40243, 41004]],
    ['environment', false, [40002, 89501, 89503, 89506, 89507]],
    ['permission', false, [50004, 50007, 85105, 85107]],
    ['quota', false, [45009, 45011]],
    ['permission', false, [48001, 48004, 50002, 61003, 61007, 61016, 61017, 86000]],
    ['environment', false, [85079, 86002]],
    ['system', false, [85112, 85113]],
    ['timeout', true, [-501002, -601008, -604102]],
    ['quota', true, [-501003, -501004]],
    ['environment', false, [-501005, -501006, -501007, -501009, -502005]],
    ['environment', false, [-601002, -601012, -601016, -604100]],
    ['permission', false, [-501008, -501019, -501023, -502003]],
    ['permission', false, [-601004, -601010, -601011, -601013, -601015]],
    ['permission', false, [-601017, -601018, -602018, -604101, -604104]],
    ['network', true, [-601003]],
    ['system', true, [-1, -501001, -502001, -601001, -604103]],
    ['unknown', false, [0, 1, 99999, -999999, 40003]],
  ]
  const rows = table.flatMap(([kind, retryable, codes]) =>
    codes.map((code) => [code, kind, retryable] as const),
  )

  it.each(rows)('%i is %s, retryable: %s', (code, kind, retryable) => {
    expect(kindOfCode(code)).toBe(kind)
    expect(isRetryable(kindOfCode(code), code)).toBe(retryable)
  })
})

describe('hints', () => {
  it.each(ERROR_KINDS)('on %s is there in both languages', (kind) => {
    expectBothLanguages(hintFor(kind, 0))
  })

  it.each([
    [-604101, /permissions\.openapi.*config\.json.*10 minutes/],
    [-604100, /HTTPS entry/],
    [-604104, /mini program.*timer.*HTTP API.*not from the console's test/],
    [48001, /can be the final answer/],
    [50002, /limited, frozen or closed/],
    [40013, /AppID/],
    [45009, /midnight/],
    [45011, /a minute/],
    [85079, /no version online/],
  ])('on %i has its own words in both', (code, words) => {
    const hint = hintFor(kindOfCode(code), code)
    expectBothLanguages(hint)
    expect(hint.en).toMatch(words)
  })
})
