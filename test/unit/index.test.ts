import * as entry from '../../src/index'

it('exports what the contract names, and nothing else', () => {
  expect(Object.entries(entry).map(([name, value]) => [name, typeof value])).toEqual(
    expect.arrayContaining([
      ['getGrayReleasePlan', 'function'],
      ['unwrap', 'function'],
      ['GrayReleasePlanException', 'function'],
      ['GRAY_RELEASE_STATUS', 'object'],
      ['ERROR_KINDS', 'object'],
    ]),
  )
  expect(Object.keys(entry)).toHaveLength(5)
})
