export type { GrayReleasePlan, GrayReleaseStatus } from '../core/plan'
export {
  type FakeAnswer,
  type FakeCall,
  type FakeCloud,
  type FakeContext,
  type FakeOpenapi,
  type FakeReply,
  fakeCloud,
} from './fake-cloud'
export { startGateway } from './gateway'
export type { PlanLike, SdkGrayReleasePlan } from './gateway/release'
export type * from './gateway/reply'
export type * from './gateway/request'
export * from './gateway/robots/robot'
export { SCENARIOS, type ScenarioName } from './gateway/scenario-names'
export type * from './gateway/types'
