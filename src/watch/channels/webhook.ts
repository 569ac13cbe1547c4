import type { Channel } from './channel'
import { statusRefusal } from './reply'

/** Any other host: gets the event as data, and in words. Any status from 200 to 299 means that it was taken. */
export const webhook: Channel = {
  name: 'webhook',
  hosts: [],
  post: ({ title, lines, event, plan }, { url }) => ({
    url,
    body: { event, title, text: lines.join('\n'), ...(plan !== undefined && { plan }) },
  }),
  refusalIn: statusRefusal,
}
