import { $ZodTransform } from 'zod/v4/core'
import type { Env } from '../core/env'
import { object, type Schema, safeParse } from '../core/schema'
import { textOf } from './caller-variables'

/** Lists the OPENIDs that may call besides developers, timers and servers. */
export const ALLOWED_OPENIDS = 'GRAY_RELEASE_ALLOWED_OPENIDS'
/** How long a plan is kept, in seconds: 0 (off) to 3600; 10 for anything else. */
export const CACHE_SECONDS = 'GRAY_RELEASE_CACHE_SECONDS'
/** The channels to tell, separated by blanks or commas. */
export const NOTIFY = 'GRAY_RELEASE_NOTIFY'
/** The language of messages: `en`, or `zh` for anything else. */
export const LANGUAGE = 'GRAY_RELEASE_LANGUAGE'
/** The collection of the database that remembers; `gray_release` if it is not set. */
export const COLLECTION = 'GRAY_RELEASE_COLLECTION'

/** An OPENID has none of these; the last two are what a Chinese keyboard gives for a comma. */
const SEPARATOR = /[,，、]/

const derived = <T>(derive: (value: unknown) => T) =>
  new $ZodTransform({ type: 'transform', transform: derive }) as unknown as Schema<T>

/** The environment variables of the ready-made functions. None can be wrong: each has a default. */
const variables = object(
  {
    [ALLOWED_OPENIDS]: derived((value) =>
      textOf(value)
        .split(SEPARATOR)
        .map((entry) => entry.trim()),
    ),
    [CACHE_SECONDS]: derived((value) => {
      const text = textOf(value).trim()
      const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
      return seconds <= 3600 ? seconds : 10
    }),
    [NOTIFY]: derived(textOf),
    [LANGUAGE]: derived((value) => (textOf(value).trim() === 'en' ? 'en' : 'zh')),
    [COLLECTION]: derived((value) => textOf(value).trim() || 'gray_release'),
  },
  'must be an object, such as process.env',
)

/** The environment variables of a function, read. */
export interface Settings {
  allowedOpenids: readonly string[]
  cacheSeconds: number
  /** As {@link NOTIFY} has it: it holds keys and secrets. */
  notify: string
  language: 'zh' | 'en'
  collection: string
}

/** Reads the variables of `process.env`; nothing that is in them makes it fail. */
export function readSettings(env: Env): Settings {
  const { data } = safeParse(variables, env) as { data: { [name: string]: unknown } }
  return {
    allowedOpenids: data[ALLOWED_OPENIDS],
    cacheSeconds: data[CACHE_SECONDS],
    notify: data[NOTIFY],
    language: data[LANGUAGE],
    collection: data[COLLECTION],
  } as Settings
}
