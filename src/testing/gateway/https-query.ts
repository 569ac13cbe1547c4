import { type Arrived, type Endpoint, type Said, takeToken, writeWechat } from './endpoint'
import type { Release, SdkGrayReleasePlan } from './release'
import type { SingleReply } from './reply'
import type { BasicReply } from './reply-types'
import type { HttpsRequest } from './request'
import { refusal, SCENARIO_TABLE } from './scenarios'
import type { HttpParts } from './send-response'
import type { Tokens } from './tokens'

/** `GET /wxa/getgrayreleaseplan`. */
export class HttpsQuery implements Endpoint<HttpsRequest> {
  constructor(
    private readonly release: Release,
    private readonly tokens: Tokens,
  ) {}

  isAt({ pathname }: Arrived): boolean {
    return pathname === '/wxa/getgrayreleaseplan'
  }

  receive(arrived: Arrived): HttpsRequest {
    const received = takeToken(arrived, 'access_token', 'cloudbase_access_token')
    const { token = '' } = received
    const [, authorizer] = token.split('@')
    const appid = authorizer || arrived.query.get('from_appid') || this.tokens.appidOf(token)
    return { kind: 'https', ...received, ...(appid && { appid }) }
  }

  reject({ method, token = '' }: HttpsRequest): Said | undefined {
    return method === 'GET'
      ? this.tokens.reject(token.split('@')[0])
      : refusal(43001, 'require GET method')
  }

  isFor(): boolean {
    return true
  }

  choose(reply: SingleReply): BasicReply {
    return typeof reply === 'string' ? SCENARIO_TABLE[reply].https(this.release) : reply
  }

  usual(): SdkGrayReleasePlan {
    return this.release.running()
  }

  write(reply: Said): HttpParts {
    return writeWechat(reply)
  }
}
