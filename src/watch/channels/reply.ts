import { parseJson, read, toCode } from '../../core/read'
import type { Reply } from '../../core/request'
import type { Refusal } from './channel'

/** What the codes of a sort of robot mean. */
export interface RobotCodes {
  /** Who says so, in messages. */
  robot: string
  /** Codes that pass with time. */
  passing: ReadonlyMap<number, string>
  /** Codes that stay until somebody does what is said. */
  final: ReadonlyMap<number, string>
}

/** Where robots put their code; Feishu has had two names for it. */
const FIELDS = ['errcode', 'code', 'StatusCode']

/** Reads the reply of a robot: a code of its own decides, and the HTTP status if it gives none. */
export function robotRefusal(reply: Reply, codes: RobotCodes): Refusal | undefined {
  const { robot, passing, final } = codes
  const given = codesIn(reply.text)
  const code = given.find((one) => one !== 0)
  if (code !== undefined) {
    const meaning =
      passing.get(code) ?? final.get(code) ?? `look the code up in the pages of ${robot}`
    const message = `${robot} refused the message with ${code}: ${meaning}`
    return { message, retryable: passing.has(code) }
  }
  const refusal = statusRefusal(reply)
  if (refusal || given.length > 0) return refusal
  return { message: `the reply is not that of a ${robot} robot: check the URL`, retryable: false }
}

function codesIn(text: string | undefined): number[] {
  const reply = parseJson(text ?? '')
  const given = FIELDS.map((field) => read(reply, field))
  // What is neither a number nor digits is no code, and must not count as 0.
  return given.filter((code) => /^-?\d{1,15}$/.test(String(code))).map(toCode)
}

/** Reads the HTTP status alone. */
export function statusRefusal({ status }: Reply): Refusal | undefined {
  if (status >= 200 && status < 300) return undefined
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : ''
  return { message: `HTTP ${status}${redirect}`, retryable: status === 429 || status >= 500 }
}
