import { isRecent, type Product, signature, textIn } from './product'

const MOST_BYTES = 20 * 1024

/** 飞书 and Lark: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const feishu: Product = {
  address: (key) => `/open-apis/bot/v2/hook/${key}`,
  signs: true,
  judge({ body, bytes, secret }) {
    if (bytes > MOST_BYTES) return { errCode: 9499, errMsg: 'Bad Request: too large' }
    const { timestamp, sign } = body
    // The key holds all there is to sign: the message is empty.
    const isSigned = sign === signature(`${timestamp}\n${secret}`, '')
    if (!isSigned || !isRecent(Number(timestamp) * 1000)) {
      const errMsg = 'sign match fail or timestamp is not within one hour from current time'
      return { errCode: 19021, errMsg }
    }
    const message = textIn(body, 'content', 'text')
    if (body['msg_type'] === 'text' && message !== undefined) return { message }
    return { errCode: 9499, errMsg: 'Bad Request' }
  },
  accepted: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' },
  write: ({ errCode, errMsg }) => ({ code: errCode, data: {}, msg: errMsg }),
  tooFrequent: { errCode: 11232, errMsg: 'frequency limited psm[lark.oapi.app_platform_runtime]' },
  wrongKey: { errCode: 19001, errMsg: 'param invalid: incoming webhook access token invalid' },
  statusOf: ({ errMsg }) => (errMsg === 'too many request' ? 429 : 200),
}
