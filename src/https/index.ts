export type { ErrorBase, GrayReleasePlanError } from '../core/error'
export { ERROR_KINDS, type ErrorKind, type Hint } from '../core/error-codes'
export type { AbortSignalLike, CallOptions } from '../core/options'
export { GRAY_RELEASE_STATUS, type GrayReleasePlan, type GrayReleaseStatus } from '../core/plan'
export type { AgentLike } from '../core/request'
export { type GetGrayReleasePlanResult, GrayReleasePlanException, unwrap } from '../core/result'
export type { Store } from '../core/store'
export type { CloudRunOptions } from './cloud-run'
export type { AccessTokenSource, HttpsCredential } from './credential'
export {
  type GetGrayReleasePlanOverHttpsOptions,
  getGrayReleasePlanOverHttps,
} from './get-gray-release-plan-over-https'
export type { StableAccessToken, TokenOptions } from './kept-token'
export { StableAccessTokenException } from './stable-access-token-exception'
export type { AccessTokenHint } from './token'
export {
  type AuthorizerAccessTokenOptions,
  authorizerAccessToken,
  type ComponentAccessTokenOptions,
  componentAccessToken,
  type StableAccessTokenOptions,
  stableAccessToken,
} from './token-functions'
export type { FetchInit, FetchLike, FetchResponse, TransportOptions } from './transport'
