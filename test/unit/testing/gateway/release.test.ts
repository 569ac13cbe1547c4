import {
  isPlanLike,
  Release,
  toSdkPlan,
  toWechatPlan,
} from '../../../../src/testing/gateway/release'

beforeEach(() => {
  jest.useFakeTimers({ now: 1_700_000_000_000 })
})

afterEach(() => {
  jest.useRealTimers()
})

describe('a release in progress', () => {
  it('is at 8% at first, and names its start and who comes first', () => {
    expect(new Release(600).running()).toEqual({
      status: 1,
      createTimestamp: 1_700_000_000 - 48,
      grayPercentage: 8,
      supportDebugerFirst: true,
      supportExperiencerFirst: false,
    })
  })

  it('names its expected finish in a reply of the older form only', () => {
    expect(new Release(600).older()).toEqual({
      status: 1,
      createTimestamp: 1_700_000_000 - 48,
      grayPercentage: 8,
      defaultFinishTimestamp: 1_700_000_000 + 552,
    })
  })

  it('grows with time and is completed at its finish', () => {
    const release = new Release(600)
    const at = (seconds: number) => {
      jest.setSystemTime(1_700_000_000_000 + seconds * 1000)
      const { status, grayPercentage } = release.running()
      return [status, grayPercentage]
    }
    expect([at(0), at(6), at(252), at(551.9), at(552), at(99_999)]).toEqual([
      [1, 8],
      [1, 9],
      [1, 50],
      [1, 99],
      [3, 100],
      [3, 100],
    ])
  })

  it('is over at once if it takes no time', () => {
    expect(new Release(0).running()).toMatchObject({ status: 3, grayPercentage: 100 })
  })

  it.each([-1, Number.NaN])('rejects %d seconds', (seconds) => {
    expect(() => new Release(seconds)).toThrow(RangeError)
  })
})

it('makes plans that do not change', () => {
  const release = new Release(600)
  const plan = release.standing(2, 35, 1)
  expect(plan).toMatchObject({
    status: 2,
    grayPercentage: 35,
    createTimestamp: 1_700_000_000 - 3600,
  })
  jest.setSystemTime(1_700_000_099_000)
  expect(release.standing(2, 35, 1)).toEqual(plan)
})

it('knows a plan of either form', () => {
  expect(isPlanLike({ status: 1 })).toBe(true)
  expect(isPlanLike({ status: 'later', statusCode: 9 })).toBe(true)
  expect(isPlanLike({ status: 'running' })).toBe(false)
})

it('writes a plan of either form as the SDK and as WeChat do', () => {
  const plan = { status: 'running', statusCode: 1, supportDebugerFirst: true } as never
  expect(toSdkPlan(plan)).toEqual({ status: 1, supportDebugerFirst: true })
  expect(toWechatPlan(plan)).toEqual({ status: 1, support_debuger_first: true })
  const own = { status: 9, createTimestamp: 5, someNewField: 'x' }
  expect(toSdkPlan(own)).toEqual(own)
  expect(toWechatPlan(own)).toEqual({ status: 9, create_timestamp: 5, some_new_field: 'x' })
})
