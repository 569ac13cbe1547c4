import type { Channel } from './channel'
import { dingtalk } from './dingtalk'
import { feishu } from './feishu'
import { webhook } from './webhook'
import { wecom } from './wecom'

/** All channels. The last one is for every host that no other knows. */
export const CHANNELS: readonly [...Channel[], Channel] = [wecom, feishu, dingtalk, webhook]
