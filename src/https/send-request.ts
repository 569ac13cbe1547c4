import { URL } from 'node:url'
import { request } from '../core/request'
import { type Answer, MAX_BODY_BYTES, type PendingRequest } from './pending-request'
import { sendByFetch } from './send-by-fetch'
import type { TransportOptions } from './transport'

/** Sends one request, a POST if there is a body; follows no redirect. */
export function sendRequest(
  url: string,
  { fetch, agent }: TransportOptions,
  json?: object,
): PendingRequest {
  const method = json ? 'POST' : 'GET'
  const body = json && JSON.stringify(json)
  if (fetch) return sendByFetch(fetch, url, method, body)
  const { answer, ...exchange } = request({
    url: new URL(url),
    method,
    body,
    agent,
    maxBytes: MAX_BODY_BYTES,
  })
  const passOn = async (): Promise<Answer> => {
    const answered = await answer
    if ('reply' in answered) return answered
    return { thrown: { name: 'Error', code: answered.failed } }
  }
  return { ...exchange, answer: passOn() }
}
