export { ERROR_KINDS, type ErrorBase, type ErrorKind, type GrayReleasePlanError } from './error'
export {
  type CloudLike,
  type GetGrayReleasePlanOptions,
  getGrayReleasePlan,
} from './get-gray-release-plan'
export type { AbortSignalLike, CallOptions } from './limits'
export { GRAY_RELEASE_STATUS, type GrayReleasePlan, type GrayReleaseStatus } from './plan'
export { type GetGrayReleasePlanResult, GrayReleasePlanException, unwrap } from './result'
