// What a result must look like, written down apart from the sources: the published types and the words
// of the documentation.
import * as z from 'zod/mini'
import { kindsOf } from './faults.mjs'

const seconds = z.number().check(z.gte(0), z.lte(8.64e12))
const plan = z.strictObject({
  status: z.enum(['initial', 'running', 'paused', 'completed', 'deleted', 'unknown']),
  statusCode: z.int().check(z.gte(0)),
  grayPercentage: z.number().check(z.gte(0), z.lte(100)),
  createTimestamp: seconds,
  defaultFinishTimestamp: z.optional(seconds),
  supportDebugerFirst: z.optional(z.boolean()),
  supportExperiencerFirst: z.optional(z.boolean()),
})

const base = {
  errCode: z.number(),
  errMsg: z.string().check(z.minLength(1)),
  retryable: z.boolean(),
  hint: z.object({
    zh: z.string().check(z.regex(/[\u4e00-\u9fff]/)),
    en: z.string().check(z.regex(/^[^\u4e00-\u9fff]+$/)),
  }),
  attempts: z.int().check(z.gte(0)),
  rid: z.optional(z.string().check(z.regex(/^[0-9a-z-]{1,300}$/i))),
}
const KINDS =
  'permission credential quota environment system timeout network aborted no_plan unknown'
const error = z.union([
  z.strictObject({ kind: z.enum(KINDS.split(' ')), ...base }),
  z.strictObject({
    kind: z.literal('forbidden'),
    ...base,
    openid: z.optional(z.string().check(z.minLength(1))),
  }),
  z.strictObject({
    kind: z.literal('invalid_response'),
    ...base,
    issues: z
      .array(z.strictObject({ path: z.string(), message: z.string().check(z.minLength(1)) }))
      .check(z.minLength(1)),
  }),
])

/** The published result, field by field; nothing else may be in it. */
export const resultSchema = z.union([
  z.strictObject({ ok: z.literal(true), plan }),
  z.strictObject({ ok: z.literal(false), error }),
])

/** What is wrong with the shape of a result; undefined where nothing is. */
export function wrongShape(result) {
  const parsed = resultSchema.safeParse(result)
  if (!parsed.success) return JSON.stringify(parsed.error.issues).slice(0, 400)
  const text = JSON.stringify(result)
  if (JSON.stringify(JSON.parse(text)) !== text) return 'it does not survive JSON'
  if (/https?:\/\/127\.0\.0\.1:\d+\/admin/.test(text)) return "it tells the gateway's address"
  return undefined
}

/** What is wrong with what a call came to; undefined where nothing is. */
export function wrongOutcome(call, wire, result) {
  const kind = result.ok ? 'ok' : result.error.kind
  // Over HTTPS a connection ends with its reply: one that is too short can fail before the abort.
  const isCut = wire === 'https' && call.fault.startsWith('short.')
  const aborted = isCut ? ['aborted', 'network'] : ['aborted']
  const allowed = call.abortMs === undefined ? kindsOf(call.fault, wire) : aborted
  if (!allowed.includes(kind)) {
    const words = result.ok ? '' : `: ${result.error.errMsg.slice(0, 200)}`
    return `${kind} instead of ${allowed.join(' or ')}${words}`
  }
  if (!result.ok && result.error.attempts > call.retries + 1) {
    return `${result.error.attempts} attempts with ${call.retries} retries`
  }
  return undefined
}
