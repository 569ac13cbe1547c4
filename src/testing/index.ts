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
export { type Gateway, type GatewayEnv, type GatewayOptions, startGateway } from './gateway'
export type { DatabaseDocument, DatabaseOperation } from './gateway/database/operation'
export type { PlanLike, SdkGrayReleasePlan } from './gateway/release'
export type {
  BasicReply,
  ErrorReply,
  GatewayFailure,
  HttpReply,
  Reply,
  ReplyFunction,
  SingleReply,
  WechatReply,
} from './gateway/reply'
export type {
  CloudRequest,
  DatabaseRequest,
  GatewayRequest,
  HttpsRequest,
  KnownRequest,
  OtherRequest,
  ReceivedRequest,
  TokenRequest,
} from './gateway/request'
export {
  ROBOT_REPLIES,
  type Robot,
  type RobotReply,
  type RobotReplyName,
  type RobotRequest,
  type Robots,
  type SingleRobotReply,
} from './gateway/robots/robot'
export { SCENARIOS, type ScenarioName } from './gateway/scenario-names'
