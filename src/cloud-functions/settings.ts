import { $ZodTransform, type $ZodType } from 'zod/v4/core'
import type { Env } from '../core/env'
import { object, type Schema, safeParse } from '../core/schema'
import { textOf } from './caller-variables'

/** Lists the OPENIDs that may call besides developers, timers and servers. */
export const ALLOWED_OPENIDS = 'GRAY_RELEASE_ALLOWED_OPENIDS'

/** An OPENID has none of these; the last two are what a Chinese keyboard gives for a comma. */
const SEPARATOR = /[,，、]/

/** An environment variable and what is made of its text, blanks around it cut off; '' if it is not set. */
export const variable = <T>(derive: (text: string) => T): $ZodType<T> =>
  new $ZodTransform({
    type: 'transform',
    transform: (value) => derive(textOf(value).trim()),
  }) as unknown as $ZodType<T>

/** The environment variables of a function, by name. */
export const variables = <Shape extends { [name: string]: $ZodType }>(shape: Shape) =>
  object(shape, 'must be an object, such as process.env')

/** Reads environment variables. None can be wrong: each has a default. */
export const readSettings = <T>(schema: Schema<T>, env: Env): T =>
  (safeParse(schema, env) as { data: T }).data

/** The variables of every function. */
export const CALLER_VARIABLES = variables({
  [ALLOWED_OPENIDS]: variable((text) => text.split(SEPARATOR).map((entry) => entry.trim())),
})
