import { isRecent, type Product, signature, textIn } from './product'

const MOST_BYTES = 20_000

/** The address is blocked for some minutes. */
const BLOCKED = 1111

/** 钉钉: https://open.dingtalk.com/document/robots/custom-robot-access */
export const dingtalk: Product = {
  address: (key) => `/robot/send?access_token=${key}`,
  signs: true,
  judge({ query, body, bytes, secret }) {
    const timestamp = query.get('timestamp')
    if (query.get('sign') !== signature(secret, `${timestamp}\n${secret}`)) {
      return { errCode: 310000, errMsg: 'sign not match' }
    }
    if (!isRecent(Number(timestamp))) return { errCode: 310000, errMsg: 'invalid timestamp' }
    if (bytes > MOST_BYTES) {
      return { errCode: 460101, errMsg: 'message too long, exceed 20000 bytes' }
    }
    const isMarkdown = body['msgtype'] === 'markdown'
    const message = isMarkdown
      ? textIn(body, 'markdown', 'title') && textIn(body, 'markdown', 'text')
      : textIn(body, 'text', 'content')
    return message === undefined ? { errCode: 40035, errMsg: '缺少参数 json' } : { message }
  },
  accepted: { errcode: 0, errmsg: 'ok' },
  write: ({ errCode, errMsg }) =>
    errCode === BLOCKED
      ? { status: BLOCKED, wait: 5, source: 'x5', punish: 'deny' }
      : { errcode: errCode, errmsg: errMsg },
  tooFrequent: { errCode: 130101, errMsg: 'send too fast, exceed 20 times per minute' },
  wrongKey: { errCode: 300005, errMsg: 'token is not exist' },
}
