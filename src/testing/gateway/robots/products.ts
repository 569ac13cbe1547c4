import { createHmac } from 'node:crypto'
import { isText } from '../../../core/read'
import type { Robots } from './robot'

type Json = { [name: string]: unknown }
export type Rejection = readonly [errCode: number | string, errMsg: string]

/** A request to a bot, as its product checks it. */
interface Incoming {
  query: URLSearchParams
  body: Json
  bytes: number
  secret: string
}

/** What the bots of one product have in common. */
export interface Product {
  /** Path and query of a bot with a key. */
  address(key: string): string
  /** Whether its bots require a signature. */
  signs: boolean
  /** What a request with the right key comes to: the message the group sees, or a rejection. */
  judge(incoming: Incoming): string | Rejection
  accepted: object
  /** A rejection in the form of the product. */
  write(rejection: Rejection): object
  tooFrequent: Rejection
  wrongKey: Rejection
  /** The status of a rejection, if it is not 200. */
  statusOf?(rejection: Rejection): number
}

/** The most bytes of a WeCom message, by its type. */
const WECOM_BYTES: { readonly [type: string]: number } = { markdown: 4096, text: 2048 }

export const PRODUCTS: { readonly [name in keyof Robots]: Product } = {
  /** 企业微信群机器人: https://developer.work.weixin.qq.com/document/path/91770 */
  wecom: {
    address: (key) => `/cgi-bin/webhook/send?key=${key}`,
    signs: false,
    judge({ body }) {
      const type = String(body['msgtype'])
      const most = WECOM_BYTES[type]
      if (most === undefined) return [40008, 'invalid message type']
      const message = textIn(body, type, 'content')
      if (message === undefined) return [44004, 'text content is empty']
      if (Buffer.byteLength(message) <= most) return message
      return [40058, `${type}.content exceed max length ${most}. invalid Request Parameter`]
    },
    accepted: { errcode: 0, errmsg: 'ok' },
    write: ([errcode, errmsg]) => ({ errcode, errmsg }),
    tooFrequent: [45009, 'api freq out of limit'],
    wrongKey: [93000, 'invalid webhook url'],
  },

  /** 飞书 and Lark: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
  feishu: {
    address: (key) => `/open-apis/bot/v2/hook/${key}`,
    signs: true,
    judge({ body, bytes, secret }) {
      if (bytes > 20 * 1024) return [9499, 'Bad Request: too large']
      const { timestamp, sign } = body
      // The key holds all there is to sign: the message is empty.
      const isSigned = sign === signature(`${timestamp}\n${secret}`, '')
      if (!isSigned || !isRecent(Number(timestamp) * 1000)) {
        return [19021, 'sign match fail or timestamp is not within one hour from current time']
      }
      const message = body['msg_type'] === 'text' ? textIn(body, 'content', 'text') : undefined
      return message ?? [9499, 'Bad Request']
    },
    accepted: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' },
    write: ([code, msg]) => ({ code, data: {}, msg }),
    tooFrequent: [11232, 'frequency limited psm[lark.oapi.app_platform_runtime]'],
    wrongKey: [19001, 'param invalid: incoming webhook access token invalid'],
    statusOf: ([, msg]) => (msg === 'too many request' ? 429 : 200),
  },

  /** 钉钉: https://open.dingtalk.com/document/robots/custom-robot-access */
  dingtalk: {
    address: (key) => `/robot/send?access_token=${key}`,
    signs: true,
    judge({ query, body, bytes, secret }) {
      const timestamp = query.get('timestamp')
      if (query.get('sign') !== signature(secret, `${timestamp}\n${secret}`)) {
        return [310000, 'sign not match']
      }
      if (!isRecent(Number(timestamp))) return [310000, 'invalid timestamp']
      if (bytes > 20_000) return [460101, 'message too long, exceed 20000 bytes']
      const isMarkdown = body['msgtype'] === 'markdown'
      const message = isMarkdown
        ? textIn(body, 'markdown', 'title') && textIn(body, 'markdown', 'text')
        : textIn(body, 'text', 'content')
      return message ?? [40035, '缺少参数 json']
    },
    accepted: { errcode: 0, errmsg: 'ok' },
    // 1111: the address is blocked for some minutes.
    write: ([errcode, errmsg]) =>
      errcode === 1111
        ? { status: errcode, wait: 5, source: 'x5', punish: 'deny' }
        : { errcode, errmsg },
    tooFrequent: [130101, 'send too fast, exceed 20 times per minute'],
    wrongKey: [300005, 'token is not exist'],
  },

  /** A server of your own, whose status says it all. */
  webhook: {
    address: (key) => `/webhook/${key}`,
    signs: false,
    judge: ({ body }) => String(body['text']),
    accepted: {},
    write: ([, message]) => ({ message }),
    tooFrequent: [429, 'too many requests'],
    wrongKey: [404, 'not found'],
    statusOf: ([status]) => Number(status),
  },
}

/** Whether the timestamp of a signature is off by an hour at most. */
const isRecent = (ms: number): boolean => Math.abs(Date.now() - ms) <= 60 * 60 * 1000

const signature = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64')

/** A field of a field, if it is a string that is not empty. */
function textIn(body: Json, outer: string, inner: string): string | undefined {
  const text = (body[outer] as Json | null | undefined)?.[inner]
  return isText(text) ? text : undefined
}
