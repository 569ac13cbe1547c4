import type { Hint } from '../../core/error-codes'
import { parseJson, read, toCode } from '../../core/read'
import type { HttpResponse } from '../../core/request'
import type { Rejection } from './channel'

/** What a code means and what to do; `{keyword}` stands for a keyword that every message contains. */
export interface Meaning extends Hint {
  /** Whether it passes with time. */
  temporary?: true
}

/** How the bots of one product answer. */
export interface Bot {
  /** The product. */
  name: Hint
  codes: { readonly [code: number]: Meaning }
  /** Where they put their code. */
  fields?: readonly string[]
}

/** Feishu has had two names for it. */
export const FIELDS: readonly string[] = ['errcode', 'code', 'StatusCode']

const KEYWORD = { zh: '分阶段发布', en: 'Staged release' }

/** A rejection; the hint for people says the same. */
export const rejection = (en: string, zh: string, retryable: boolean): Rejection => ({
  message: en,
  hint: { zh: `${zh}。`, en: `${en.charAt(0).toUpperCase()}${en.slice(1)}.` },
  retryable,
})

/** Reads the reply of a bot: a code that is known decides, then the HTTP status, then any other code. */
export function botRejection(
  reply: HttpResponse,
  language: 'zh' | 'en',
  { name, codes, fields = FIELDS }: Bot,
): Rejection | undefined {
  const given = codesIn(reply.text, fields)
  const code = given.find((one) => one !== 0)
  if (code !== undefined) {
    const { temporary = false, zh, en } = codes[code] ?? unlisted(reply.status, name)
    const keyword = KEYWORD[language]
    return rejection(
      `${name.en} rejected the message with ${code}: ${en.replace('{keyword}', keyword)}`,
      `${name.zh}拒绝了消息（${code}）：${zh.replace('{keyword}', `「${keyword}」`)}`,
      temporary,
    )
  }
  if (given.length > 0 || !isGood(reply.status)) return statusRejection(reply)
  return rejection(
    `the reply is not that of a ${name.en} bot: check the URL`,
    `收到的不是${name.zh}机器人的回复：请检查 Webhook 地址`,
    false,
  )
}

function codesIn(text: string | undefined, fields: readonly string[]): number[] {
  const reply = parseJson(text ?? '')
  const given = fields.map((field) => read(reply, field))
  // What is neither a whole number nor digits is no code, and must not count as 0.
  return given.filter((code) => Number.isSafeInteger(code) || isDigits(code)).map(toCode)
}

const isDigits = (code: unknown): boolean => typeof code === 'string' && /^-?\d{1,15}$/.test(code)

const unlisted = (status: number, { zh, en }: Hint): Meaning =>
  isTemporary(status)
    ? {
        zh: `它暂时不可用（HTTP ${status}），可稍后再发送`,
        en: `it is temporarily unavailable (HTTP ${status})`,
        temporary: true,
      }
    : {
        zh: `请在${zh}的文档中查找该错误码`,
        en: `look the code up in the documentation of ${en}`,
      }

const isTemporary = (status: number): boolean => status === 408 || status === 429 || status >= 500

const isGood = (status: number): boolean => status >= 200 && status < 300

/** Reads the HTTP status alone. */
export function statusRejection({ status }: HttpResponse): Rejection | undefined {
  if (isGood(status)) return undefined
  const retryable = isTemporary(status)
  const redirect = status >= 300 && status < 400
  const message = `HTTP ${status}${redirect ? ', a redirect, which is not followed' : ''}`
  const advice = retryable
    ? { zh: '对方暂时不可用，可稍后再发送', en: 'it is temporarily unavailable' }
    : {
        zh: `${redirect ? '该地址发生了重定向（不会跟随），' : ''}请检查 Webhook 地址`,
        en: 'check the URL',
      }
  const { hint } = rejection(`${message}: ${advice.en}`, `HTTP ${status}：${advice.zh}`, retryable)
  return { message, hint, retryable }
}
