import type { Env } from '../core/env'
import { textOf } from './caller-variables'

/** The variable that lists the OPENIDs that are allowed to call besides developers, timers and servers. */
export const ALLOWED_OPENIDS = 'GRAY_RELEASE_ALLOWED_OPENIDS'

/** An OPENID has none of these; the last two are what a Chinese keyboard types for a comma. */
const SEPARATOR = /[,，、]/

/** Reports in the log that a variable is invalid; each variable once per instance. */
export type Warn = (name: string, problem: string) => void

/** The value of a variable without spaces around it; '' if it is not set. */
export const setting = (env: Env, name: string): string => textOf(env[name]).trim()

/** The OPENIDs of {@link ALLOWED_OPENIDS}. */
export const allowedOpenids = (env: Env): string[] =>
  setting(env, ALLOWED_OPENIDS)
    .split(SEPARATOR)
    .map((entry) => entry.trim())
