export type { GrayReleasePlan, GrayReleaseStatus } from '../plan'
export type {
  BasicReply,
  ErrorReply,
  GatewayFailure,
  HttpReply,
  WechatReply,
} from './basic-reply'
export {
  type FakeAnswer,
  type FakeCall,
  type FakeCloud,
  type FakeOpenapi,
  type FakeReply,
  fakeCloud,
} from './fake-cloud'
export { type Gateway, type GatewayEnv, type GatewayOptions, startGateway } from './gateway'
export type { PlanLike, SdkGrayReleasePlan } from './release'
export type { Reply, ReplyFunction, SingleReply } from './reply'
export type {
  CloudRequest,
  GatewayRequest,
  HttpsRequest,
  KnownRequest,
  OtherRequest,
  ReceivedRequest,
  TokenRequest,
} from './request'
export { SCENARIOS, type ScenarioName } from './scenarios'
