import type { IncomingMessage } from 'node:http'
import { parseJson } from '../../core/read'
import type { GatewayRequest, ReceivedRequest } from './request'
import { readCloudCall } from './wire'

/** Where the SDK calls. */
export const CLOUD_PATH = '/admin'
/** Where the plan is asked for over HTTPS. */
const PLAN_PATH = '/wxa/getgrayreleaseplan'
/** Where tokens are issued. */
const TOKEN_PATH = '/cgi-bin/stable_token'

/** Reads a request to its end and tells what it is. */
export async function receive(req: IncomingMessage): Promise<GatewayRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const { pathname, searchParams } = new URL(req.url as string, 'http://127.0.0.1')
  const received: ReceivedRequest = {
    method: req.method as string,
    path: pathOf(pathname, searchParams),
    headers: { ...req.headers },
    at: Date.now(),
  }
  if (pathname === CLOUD_PATH) {
    return readCloudCall(req.headers, body).then(
      (call) => ({ kind: 'cloud', ...received, ...call }),
      (thrown) => ({
        kind: 'other',
        ...received,
        problem: `only calls of cloud.openapi are played here, and this is none: ${thrown}`,
      }),
    )
  }
  if (pathname === PLAN_PATH) {
    const token = takeToken(searchParams)
    const path = pathOf(pathname, searchParams)
    return { kind: 'https', ...received, path, ...(token && { token }) }
  }
  if (pathname === TOKEN_PATH) return { kind: 'token', ...received, data: readObject(body) }
  return { kind: 'other', ...received, problem: `there is nothing at ${pathname}` }
}

function pathOf(pathname: string, query: URLSearchParams): string {
  const text = query.toString()
  return text ? `${pathname}?${text}` : pathname
}

/** Takes the token out of a query. */
function takeToken(query: URLSearchParams): string | null {
  const token = query.get('access_token') || query.get('cloudbase_access_token')
  query.delete('access_token')
  query.delete('cloudbase_access_token')
  return token
}

function readObject(body: Buffer): { [name: string]: unknown } {
  return Object.assign({}, parseJson(body.toString('utf8')))
}
