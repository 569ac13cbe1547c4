import type { Env } from '../../core/env'
import { setting, type Warn } from '../settings'
import { channelsIn } from './send'

const LANGUAGE = 'GRAY_RELEASE_LANGUAGE'

/** The variables of this function besides those of every function. */
export const readSettings = (env: Env, warn: Warn) => ({
  /** The channels to notify. */
  GRAY_RELEASE_NOTIFY: channelsIn(setting(env, 'GRAY_RELEASE_NOTIFY')),
  GRAY_RELEASE_LANGUAGE: language(setting(env, LANGUAGE), warn),
  /** The collection of the database that stores what was seen. */
  GRAY_RELEASE_COLLECTION: setting(env, 'GRAY_RELEASE_COLLECTION') || 'gray_release',
})

function language(text: string, warn: Warn): 'zh' | 'en' {
  if (text === 'en') return 'en'
  if (text !== '' && text !== 'zh') warn(LANGUAGE, 'must be zh or en; zh is used')
  return 'zh'
}
