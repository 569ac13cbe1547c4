import { type GrayReleasePlanError, invalidOption } from '../../core/error'
import type { Checked } from '../../core/options'
import type { Account } from '../../watch/description'
import type { Setting, Warn } from '../handler'

const ACCOUNTS = 'GRAY_RELEASE_ACCOUNTS'
const LANGUAGE = 'GRAY_RELEASE_LANGUAGE'

/** The variables of this function, besides the common ones. */
export const readSettings = (setting: Setting, warn: Warn) => ({
  /** The accounts that share this environment. */
  accounts: readAccounts(setting(ACCOUNTS)),
  /** The name of the function's own account in messages, unless a list names it. */
  name: setting('GRAY_RELEASE_NAME'),
  channels: setting('GRAY_RELEASE_NOTIFY'),
  language: language(setting(LANGUAGE), warn),
  /** The database collection for states and histories. */
  collection: setting('GRAY_RELEASE_COLLECTION') || 'gray_release',
})

function language(text: string, warn: Warn): 'zh' | 'en' {
  if (text === 'en') return 'en'
  if (text !== '' && text !== 'zh') warn(LANGUAGE, 'must be zh or en; zh is used')
  return 'zh'
}

/** A name may contain anything but what separates entries. */
const SEPARATOR = /[,，\r\n]/

const ENTRY = /^(wx[\w-]{1,62})?\s*(?:=\s*(\S[\s\S]*))?$/i

/** Reads `APPID`, `APPID=NAME` and `=NAME`, the function's own account. */
export function readAccounts(value: string): Checked<Account[]> {
  const accounts: Account[] = []
  const entries = value.split(SEPARATOR).map((entry) => entry.trim())
  for (const entry of entries.filter((one) => one !== '')) {
    const found = ENTRY.exec(entry)
    if (!found) return { error: invalid(entry, 'must be APPID, APPID=NAME or =NAME') }
    const [, appid, name] = found
    if (accounts.some((account) => account.appid === appid)) {
      return { error: invalid(entry, 'is listed twice') }
    }
    accounts.push({ ...(appid && { appid }), ...(name && { name }) })
  }
  return { value: accounts }
}

const MOST_SHOWN = 60

const invalid = (entry: string, problem: string): GrayReleasePlanError =>
  invalidOption(`${ACCOUNTS}: the entry ${JSON.stringify(entry.slice(0, MOST_SHOWN))} ${problem}`)
