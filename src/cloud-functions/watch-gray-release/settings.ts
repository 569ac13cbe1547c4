import type { Env } from '../../core/env'
import { setting, type Warn } from '../settings'
import { ACCOUNTS, readAccounts } from './accounts'

const LANGUAGE = 'GRAY_RELEASE_LANGUAGE'

/** The variables of this function besides those of every function. */
export const readSettings = (env: Env, warn: Warn) => ({
  accounts: readAccounts(setting(env, ACCOUNTS)),
  /** The name of the function's own account in messages, where no list has one. */
  name: setting(env, 'GRAY_RELEASE_NAME'),
  /** The channels to notify. */
  channels: setting(env, 'GRAY_RELEASE_NOTIFY'),
  language: language(setting(env, LANGUAGE), warn),
  /** The collection of the database that stores what was seen. */
  collection: setting(env, 'GRAY_RELEASE_COLLECTION') || 'gray_release',
})

function language(text: string, warn: Warn): 'zh' | 'en' {
  if (text === 'en') return 'en'
  if (text !== '' && text !== 'zh') warn(LANGUAGE, 'must be zh or en; zh is used')
  return 'zh'
}
