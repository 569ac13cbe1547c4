import * as entry from '../../../src/https'
import { getGrayReleasePlanOverHttps } from '../../../src/https/get-gray-release-plan-over-https'
import { stableAccessToken } from '../../../src/https/stable-access-token'
import { StableAccessTokenException } from '../../../src/https/stable-access-token-exception'
import { authorizerAccessToken, componentAccessToken } from '../../../src/https/third-party'
import {
  ERROR_KINDS,
  GRAY_RELEASE_STATUS,
  GrayReleasePlanException,
  unwrap,
} from '../../../src/index'

it('exports what its types name, and the calls', () => {
  expect({ ...entry }).toEqual({
    ERROR_KINDS,
    GRAY_RELEASE_STATUS,
    GrayReleasePlanException,
    StableAccessTokenException,
    authorizerAccessToken,
    componentAccessToken,
    getGrayReleasePlanOverHttps,
    stableAccessToken,
    unwrap,
  })
})
