import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { parseJson } from '../../core/read'
import { readBody } from './body'
import { type DatabaseCall, readDatabaseCall } from './database/call'
import type { GatewayRequest, ReceivedRequest } from './request'
import { type CloudCall, readCloudCall } from './wire'

/** A call of the SDK, as it reads without what every request tells. */
type SdkCall = ({ kind: 'database' } & DatabaseCall) | ({ kind: 'cloud' } & CloudCall)

/** Where the SDK calls. */
export const CLOUD_PATH = '/admin'
/** Where the plan is asked for over HTTPS. */
const PLAN_PATH = '/wxa/getgrayreleaseplan'
/** Where tokens are issued. */
const TOKEN_PATH = '/cgi-bin/stable_token'

/** Reads a request to its end and tells what it is. */
export async function receive(req: IncomingMessage): Promise<GatewayRequest> {
  const body = await readBody(req)
  const { pathname, searchParams } = new URL(req.url as string, 'http://127.0.0.1')
  const received: ReceivedRequest = {
    method: req.method as string,
    path: pathOf(pathname, searchParams),
    headers: { ...req.headers },
    at: Date.now(),
  }
  if (pathname === CLOUD_PATH) {
    return readCall(req.headers, body).then(
      (call) => ({ ...received, ...call }),
      ({ message }: Error) => ({
        kind: 'other',
        ...received,
        problem: `this call is not played here: ${message}`,
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

/** The SDK sends JSON to the database, and a form to the APIs of WeChat. */
async function readCall(headers: IncomingHttpHeaders, body: Buffer): Promise<SdkCall> {
  return headers['content-type']?.startsWith('application/json')
    ? { kind: 'database', ...readDatabaseCall(body) }
    : { kind: 'cloud', ...(await readCloudCall(headers, body)) }
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
