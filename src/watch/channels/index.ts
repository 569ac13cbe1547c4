import type { Channel } from './channel'
import { dingtalk } from './dingtalk'
import { feishu } from './feishu'
import { statusRejection } from './reply'
import { wecom } from './wecom'

/** Any other host: gets the event as data, and as text. Any status from 200 to 299 means that it was accepted. */
export const webhook: Channel = {
  name: 'webhook',
  hosts: [],
  // The text includes the title: many chats show nothing else.
  post: ({ title, lines, data }, { url }) => ({
    url,
    body: { ...data, title, text: [title, ...lines].join('\n') },
  }),
  rejectionIn: statusRejection,
}

export const CHANNELS: readonly Channel[] = [wecom, feishu, dingtalk, webhook]
