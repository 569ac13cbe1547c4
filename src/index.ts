export type { ErrorBase, GrayReleasePlanError } from './core/error'
export { ERROR_KINDS, type ErrorKind, type Hint } from './core/error-codes'
export type { AbortSignalLike, CallOptions } from './core/options'
export { GRAY_RELEASE_STATUS, type GrayReleasePlan, type GrayReleaseStatus } from './core/plan'
export { type GetGrayReleasePlanResult, GrayReleasePlanException, unwrap } from './core/result'
export {
  type CloudLike,
  type GetGrayReleasePlanOptions,
  getGrayReleasePlan,
} from './sdk/get-gray-release-plan'
