import type { Env } from '../core/env'
import { textOf } from './caller-variables'

/** The allow list of OPENIDs. Developers, timers and servers need not be on it. */
export const ALLOWED_OPENIDS = 'GRAY_RELEASE_ALLOWED_OPENIDS'

/** The last two are what a Chinese keyboard types for a comma. */
const SEPARATOR = /[,，、]/

/** Logs that a variable is invalid, once per variable and instance. */
export type Warn = (name: string, problem: string) => void

/** The trimmed value of a variable; '' if it is not set. */
export const setting = (env: Env, name: string): string => textOf(env[name]).trim()

/** The OPENIDs of {@link ALLOWED_OPENIDS}. */
export const allowedOpenids = (env: Env): string[] =>
  setting(env, ALLOWED_OPENIDS)
    .split(SEPARATOR)
    .map((entry) => entry.trim())
