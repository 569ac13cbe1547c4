import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { parseJson } from '../../../core/read'
import { readBody } from '../body'
import type { ErrorReply } from '../reply-types'
import type { HttpParts } from '../send-response'
import type { Product } from './product'
import { FAULTS, RobotReplies } from './replies'
import type { Robot, RobotRequest } from './robot'

const newKey = (): string => randomBytes(16).toString('hex')

/** Only path and query of what is received count. */
const read = (address: string): URL => new URL(address, 'http://127.0.0.1')

/** A robot as the gateway has it. */
export class PlayedRobot {
  readonly #product: Product
  readonly #key = newKey()
  readonly #secret = newKey()
  readonly #replies = new RobotReplies()
  readonly #requests: RobotRequest[] = []
  readonly #messages: string[] = []

  constructor(
    readonly name: string,
    product: Product,
  ) {
    this.#product = product
  }

  /** As people see it. */
  open(baseUrl: string): Robot {
    const url = baseUrl + this.#product.address(this.#key)
    const { signs } = this.#product
    return {
      channel: `${this.name}+${url}${signs ? `#${this.#secret}` : ''}`,
      url,
      ...(signs && { secret: this.#secret }),
      requests: this.#requests,
      messages: this.#messages,
      reply: (next) => this.#replies.replace(next),
    }
  }

  /** Whether its product has this address, with whatever key. */
  isAt(address: string): boolean {
    const path = read(this.#product.address('')).pathname
    const { pathname } = read(address)
    return path.endsWith('/') ? pathname.startsWith(path) : pathname === path
  }

  /** Receives a request and gives what is answered. */
  async answer(req: IncomingMessage): Promise<HttpParts> {
    const bytes = await readBody(req)
    const request: RobotRequest = {
      method: req.method as string,
      path: req.url as string,
      headers: { ...req.headers },
      at: Date.now(),
      body: parseJson(bytes.toString('utf8')),
    }
    this.#requests.push(request)
    const { accepted, tooFrequent, wrongKey } = this.#product
    const reply = this.#replies.next()
    if (reply === 'ok') return this.#take(request, bytes.length)
    if (reply === 'too-frequent') return this.#refuse(request, tooFrequent)
    if (reply === 'refused') return this.#refuse(request, wrongKey)
    if (typeof reply === 'object' && 'errCode' in reply) return this.#refuse(request, reply)
    return { ...jsonOf(accepted), ...(typeof reply === 'string' ? FAULTS[reply] : reply.http) }
  }

  #take(request: RobotRequest, bytes: number): HttpParts {
    const { searchParams: query } = read(request.path)
    const body = Object(request.body) as { [name: string]: unknown }
    const judgement = this.#hasKey(request.path)
      ? this.#product.judge({ query, body, bytes, secret: this.#secret })
      : this.#product.wrongKey
    if ('errCode' in judgement) return this.#refuse(request, judgement)
    this.#messages.push(judgement.message)
    return jsonOf(this.#product.accepted)
  }

  #hasKey(address: string): boolean {
    const own = read(this.#product.address(this.#key))
    const { pathname, searchParams } = read(address)
    return (
      pathname === own.pathname &&
      [...own.searchParams].every(([name, value]) => searchParams.get(name) === value)
    )
  }

  #refuse(request: RobotRequest, { errCode, errMsg = 'error' }: ErrorReply): HttpParts {
    request.problem = `${errCode} ${errMsg}`
    const refusal = { errCode, errMsg }
    const status = this.#product.statusOf?.(refusal) ?? 200
    return { ...jsonOf(this.#product.write(refusal)), status }
  }
}

const jsonOf = (body: object): HttpParts => ({
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
})
