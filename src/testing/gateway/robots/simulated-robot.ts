import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { parseJson } from '../../../core/read'
import { readBody } from '../body'
import type { ErrorReply } from '../reply-types'
import type { HttpParts } from '../send-response'
import type { Product } from './product'
import { FAULTS, readReplies } from './replies'
import type { Robot, RobotRequest, SingleRobotReply } from './robot'

const newKey = (): string => randomBytes(16).toString('hex')

/** Only path and query of what is received count. */
const read = (address: string): URL => new URL(address, 'http://127.0.0.1')

const jsonOf = (body: object): HttpParts => ({
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
})

/** A bot, as the gateway has it. */
export class SimulatedRobot {
  readonly #key = newKey()
  readonly #secret = newKey()
  readonly #requests: RobotRequest[] = []
  readonly #messages: string[] = []
  #replies: SingleRobotReply[] = ['ok']

  constructor(
    readonly name: string,
    readonly product: Product,
  ) {}

  /** As people see it. */
  open(baseUrl: string): Robot {
    const { address, signs } = this.product
    const url = baseUrl + address(this.#key)
    return {
      channel: `${this.name}+${url}${signs ? `#${this.#secret}` : ''}`,
      url,
      ...(signs && { secret: this.#secret }),
      requests: this.#requests,
      messages: this.#messages,
      reply: (next) => {
        this.#replies = readReplies(next)
      },
    }
  }

  /** Whether an address is that of its product, with whatever key. */
  isAt(address: string): boolean {
    const path = read(this.product.address('')).pathname
    const { pathname } = read(address)
    return path.endsWith('/') ? pathname.startsWith(path) : pathname === path
  }

  /** Receives a request and gives the reply. */
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
    const { accepted, tooFrequent, wrongKey } = this.product
    const [reply, ...others] = this.#replies as [SingleRobotReply, ...SingleRobotReply[]]
    if (others.length > 0) this.#replies = others
    if (reply === 'ok') return this.#check(request, bytes.length)
    if (reply === 'too-frequent') return this.#reject(request, tooFrequent)
    if (reply === 'refused') return this.#reject(request, wrongKey)
    if (typeof reply === 'object' && 'errCode' in reply) return this.#reject(request, reply)
    return { ...jsonOf(accepted), ...(typeof reply === 'string' ? FAULTS[reply] : reply.http) }
  }

  #check(request: RobotRequest, bytes: number): HttpParts {
    const { address, judge, wrongKey, accepted } = this.product
    const { pathname, searchParams: query } = read(request.path)
    const own = read(address(this.#key))
    const hasKey =
      pathname === own.pathname &&
      [...own.searchParams].every(([name, value]) => query.get(name) === value)
    const body = Object(request.body) as { [name: string]: unknown }
    const judgement = hasKey ? judge({ query, body, bytes, secret: this.#secret }) : wrongKey
    if ('errCode' in judgement) return this.#reject(request, judgement)
    this.#messages.push(judgement.message)
    return jsonOf(accepted)
  }

  #reject(request: RobotRequest, { errCode, errMsg = 'error' }: ErrorReply): HttpParts {
    request.problem = `${errCode} ${errMsg}`
    const rejection = { errCode, errMsg }
    const { write, statusOf } = this.product
    return { ...jsonOf(write(rejection)), status: statusOf?.(rejection) ?? 200 }
  }
}
