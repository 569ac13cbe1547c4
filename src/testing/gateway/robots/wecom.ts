import { type Product, textIn } from './product'

/** The most bytes of a message, by its type. */
const MOST_BYTES: { readonly [type: string]: number } = { markdown: 4096, text: 2048 }

/** 企业微信群机器人: https://developer.work.weixin.qq.com/document/path/91770 */
export const wecom: Product = {
  address: (key) => `/cgi-bin/webhook/send?key=${key}`,
  signs: false,
  judge({ body }) {
    const type = String(body['msgtype'])
    const most = MOST_BYTES[type]
    if (most === undefined) return { errCode: 40008, errMsg: 'invalid message type' }
    const message = textIn(body, type, 'content')
    if (message === undefined) return { errCode: 44004, errMsg: 'text content is empty' }
    if (Buffer.byteLength(message) <= most) return { message }
    const errMsg = `${type}.content exceed max length ${most}. invalid Request Parameter`
    return { errCode: 40058, errMsg }
  },
  accepted: { errcode: 0, errmsg: 'ok' },
  write: ({ errCode, errMsg }) => ({ errcode: errCode, errmsg: errMsg }),
  tooFrequent: { errCode: 45009, errMsg: 'api freq out of limit' },
  wrongKey: { errCode: 93000, errMsg: 'invalid webhook url' },
}
