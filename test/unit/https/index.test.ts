import * as entry from '../../../src/https'
import * as facade from '../../../src/index'

it('exports the calls, and what they share with the facade', () => {
  const { ERROR_KINDS, GRAY_RELEASE_STATUS, GrayReleasePlanException, unwrap } = facade
  expect(entry).toMatchObject({
    ERROR_KINDS,
    GRAY_RELEASE_STATUS,
    GrayReleasePlanException,
    unwrap,
  })
  expect(Object.keys(entry).sort()).toEqual([
    'ERROR_KINDS',
    'GRAY_RELEASE_STATUS',
    'GrayReleasePlanException',
    'StableAccessTokenException',
    'authorizerAccessToken',
    'componentAccessToken',
    'getGrayReleasePlanOverHttps',
    'stableAccessToken',
    'unwrap',
  ])
})
