import { variable, variables } from '../settings'
import { type Channel, channelsIn } from './send'

/** The variables of this function besides those of every function. */
export const VARIABLES = variables({
  /** The channels to tell, separated by blanks or commas. */
  GRAY_RELEASE_NOTIFY: variable<Channel[]>(channelsIn),
  /** The language of messages: `en`, or `zh` for anything else. */
  GRAY_RELEASE_LANGUAGE: variable<'zh' | 'en'>((text) => (text === 'en' ? 'en' : 'zh')),
  /** The collection of the database that remembers. */
  GRAY_RELEASE_COLLECTION: variable((text) => text || 'gray_release'),
})
