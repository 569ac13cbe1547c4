import { Release } from '../../../../src/testing/gateway/release'

const START = 1_700_000_000

beforeEach(() => jest.useFakeTimers({ now: START * 1000 }))
afterEach(() => jest.useRealTimers())

it('is at 8% at first, and names its start and who comes first', () => {
  expect(new Release(600).running()).toEqual({
    status: 1,
    createTimestamp: START - 48,
    grayPercentage: 8,
    supportDebugerFirst: true,
    supportExperiencerFirst: false,
  })
})

it('names its expected finish in a reply of the older form only', () => {
  expect(new Release(600).older()).toEqual({
    status: 1,
    createTimestamp: START - 48,
    grayPercentage: 8,
    defaultFinishTimestamp: START + 552,
  })
})

it('grows with time and is completed at its finish', () => {
  const release = new Release(600)
  const at = (seconds: number) => {
    jest.setSystemTime((START + seconds) * 1000)
    const { status, grayPercentage } = release.running()
    return [status, grayPercentage]
  }
  const seen = [0, 6, 252, 551.9, 552, 99_999].map(at)
  expect(seen).toEqual([
    [1, 8],
    [1, 9],
    [1, 50],
    [1, 99],
    [3, 100],
    [3, 100],
  ])
})

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('does not take %d seconds', (seconds) => {
  expect(() => new Release(seconds)).toThrow(RangeError)
})

it('makes plans that do not change', () => {
  const release = new Release(600)
  const plan = release.standing(2, 35, 1)
  expect(plan).toMatchObject({ status: 2, grayPercentage: 35, createTimestamp: START - 3600 })
  jest.setSystemTime((START + 99) * 1000)
  expect(release.standing(2, 35, 1)).toEqual(plan)
})
