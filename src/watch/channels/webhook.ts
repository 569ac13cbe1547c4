import type { Channel } from './channel'
import { statusRefusal } from './reply'

/** Any other host: gets the event as data, and in words. Any status from 200 to 299 means that it was taken. */
export const webhook: Channel = {
  name: 'webhook',
  hosts: [],
  // The text holds the title too: chats show nothing else.
  post: ({ title, lines, data }, { url }) => ({
    url,
    body: { ...data, title, text: [title, ...lines].join('\n') },
  }),
  refusalIn: statusRefusal,
}
