import * as z from 'zod/mini'
import type { Hint } from '../core/error-codes'
import { optional } from '../core/options'
import { read } from '../core/read'
import { plainText, shorten } from './channels/text'
import { plainCopy } from './release'

/** A message, in both languages. */
export interface Description {
  /** What happened, in short; that of an event contains 分阶段发布, or "Staged release". */
  title: Hint
  /** What else there is to know, each a sentence in one line of plain text. */
  lines: Hint[]
}

/** Whose release it is, for messages: they show the name, or the AppID where there is no name. */
export interface Account {
  /** The AppID of the mini program. */
  appid?: string
  /** What your team calls it; more than 40 characters are shortened. */
  name?: string
}

const SEPARATOR = ' · '

/** The most characters of a name in a title. */
const MOST_OF_NAME = 40

const isAccount = (value: unknown): boolean =>
  typeof value === 'object' &&
  ['appid', 'name'].every((key) => ['string', 'undefined'].includes(typeof read(value, key)))

/** What the options of `notify` and of a watcher have in common. */
export const messageOptions = {
  language: optional<'zh' | 'en'>(
    (value) => value === 'zh' || value === 'en',
    "must be 'zh' or 'en'",
  ),
  account: optional<Account>(isAccount, "must be an object, such as { name: 'My shop' }"),
}

const hint = z.object({ zh: z.string(), en: z.string() })
const description = z.object({ title: hint, lines: z.array(hint) })

/** Whether a plain value is a message rather than an event. */
export const isDescription = (value: unknown): value is Description =>
  description.safeParse(value).success

/** A description whose title begins with the name of an account, unless it does already. */
export function withAccount({ title, lines }: Description, account: unknown): Description {
  const { name, appid } = (plainCopy(account) ?? {}) as { [key: string]: unknown }
  const label = shown(name) || shown(appid)
  const named = (text: string) =>
    label === '' || text.startsWith(label + SEPARATOR) ? text : label + SEPARATOR + text
  return { title: { zh: named(title.zh), en: named(title.en) }, lines }
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? shorten(plainText(value), MOST_OF_NAME) : ''
