export type { ErrorBase, GrayReleasePlanError } from '../core/error'
export { ERROR_KINDS, type ErrorKind, type Hint } from '../core/error-codes'
export type { AbortSignalLike } from '../core/options'
export type { GrayReleasePlan, GrayReleaseStatus } from '../core/plan'
export type { GetGrayReleasePlanResult } from '../core/result'
export { type Comparison, compare } from './compare'
export type { Delivery } from './deliver'
export { type Account, type Description, describe } from './describe'
export type {
  ChangedEvent,
  DueEvent,
  EndedEvent,
  EventBase,
  FailingEvent,
  RecoveredEvent,
  ReleaseEvent,
  StartedEvent,
} from './event'
export { type NotifyOptions, notify } from './notify'
export type { Seen } from './seen'
