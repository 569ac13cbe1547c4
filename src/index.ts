export {
  ERROR_KINDS,
  type ErrorBase,
  type ErrorKind,
  type GrayReleasePlanError,
  type Hint,
} from './core/error'
export type { AbortSignalLike, CallOptions } from './core/options'
export { GRAY_RELEASE_STATUS, type GrayReleasePlan, type GrayReleaseStatus } from './core/plan'
export { type GetGrayReleasePlanResult, GrayReleasePlanException, unwrap } from './core/result'
export {
  type CloudLike,
  type GetGrayReleasePlanOptions,
  getGrayReleasePlan,
} from './sdk/get-gray-release-plan'
