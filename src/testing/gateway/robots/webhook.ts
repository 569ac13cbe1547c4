import type { Product } from './product'

/** A server of your own, whose status says it all. */
export const webhook: Product = {
  address: (key) => `/webhook/${key}`,
  signs: false,
  judge: ({ body }) => ({ message: String(body['text']) }),
  accepted: {},
  write: ({ errMsg }) => ({ message: errMsg }),
  tooFrequent: { errCode: 429, errMsg: 'too many requests' },
  wrongKey: { errCode: 404, errMsg: 'not found' },
  statusOf: ({ errCode }) => Number(errCode),
}
