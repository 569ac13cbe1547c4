export type { ErrorBase, GrayReleasePlanError } from '../core/error'
export { ERROR_KINDS, type ErrorKind, type Hint } from '../core/error-codes'
export type { AbortSignalLike } from '../core/options'
export type { GrayReleasePlan, GrayReleaseStatus, Point } from '../core/plan'
export type { GetGrayReleasePlanResult } from '../core/result'
export type { Store } from '../core/store'
export type { Delivery } from './channels/channel'
export type { CheckResult } from './check'
export { type Comparison, compare, type Seen } from './compare'
export { describe } from './describe'
export type { Account, Description } from './description'
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
export type { Send } from './recipients'
export { fileStore, memoryStore } from './stores'
export {
  type CheckOptions,
  createWatcher,
  type Watcher,
  type WatcherOptions,
} from './watcher'
