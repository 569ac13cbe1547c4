import { randomBytes } from 'node:crypto'
import { fieldsOf, parseJson } from '../../../core/read'
import { type Arrived, toJson } from '../endpoint'
import type { HttpReply } from '../reply'
import { toEntries } from '../reply-queue'
import type { HttpParts } from '../send-response'
import { PRODUCTS, type Product, type Rejection } from './products'
import { ROBOT_REPLIES, type Robot, type RobotRequest, type SingleRobotReply } from './robot'

/** Simulates a bot of each product. */
export const simulateRobots = (baseUrl: string) =>
  Object.entries(PRODUCTS).map(([name, product]) => simulateRobot(name, product, baseUrl))

function simulateRobot(name: string, product: Product, baseUrl: string) {
  const [key, secret] = [newKey(), newKey()]
  const own = new URL(product.address(key), baseUrl)
  const path = own.pathname.replace(key, '')
  let replies: SingleRobotReply[] = ['ok']
  const robot: Robot = {
    channel: `${name}+${own}${product.signs ? `#${secret}` : ''}`,
    url: String(own),
    ...(product.signs && { secret }),
    requests: [],
    messages: [],
    reply: (next) => {
      replies = toEntries(next, checkReply)
    },
  }

  const reject = (request: RobotRequest, rejection: Rejection): HttpParts => {
    request.problem = rejection.join(' ')
    return { ...toJson(product.write(rejection)), status: product.statusOf?.(rejection) ?? 200 }
  }

  const check = (request: RobotRequest, { pathname, query, body }: Arrived): HttpParts => {
    const hasKey =
      pathname === own.pathname &&
      [...own.searchParams].every(([parameter, value]) => query.get(parameter) === value)
    if (!hasKey) return reject(request, product.wrongKey)
    const incoming = { query, body: Object(request.body), bytes: body.length, secret }
    const judgement = product.judge(incoming)
    if (typeof judgement !== 'string') return reject(request, judgement)
    robot.messages.push(judgement)
    return toJson(product.accepted)
  }

  return {
    name,
    robot,
    /** Whether a path is that of its product, with whatever key. */
    isAt: (pathname: string) =>
      path.endsWith('/') ? pathname.startsWith(path) : pathname === path,
    answer(arrived: Arrived): HttpParts {
      const request = { ...arrived.received, body: parseJson(String(arrived.body)) }
      robot.requests.push(request)
      const [reply, ...others] = replies as [SingleRobotReply]
      if (others.length > 0) replies = others
      if (reply === 'ok') return check(request, arrived)
      if (reply === 'too-frequent') return reject(request, product.tooFrequent)
      if (reply === 'refused') return reject(request, product.wrongKey)
      if (typeof reply === 'string') return { ...toJson(product.accepted), ...FAULTS[reply] }
      if ('http' in reply) return { ...toJson(product.accepted), ...reply.http }
      return reject(request, [reply.errCode, reply.errMsg ?? 'error'])
    },
  }
}

const newKey = (): string => randomBytes(16).toString('hex')

const page = (text: string) => ({
  contentType: 'text/html',
  body: `<html><body>${text}</body></html>`,
})

/** The replies that are the same for all products. */
const FAULTS = {
  timeout: { delayMs: Number.POSITIVE_INFINITY },
  reset: { reset: true },
  'http-502': { status: 502, ...page('Bad Gateway') },
  redirect: { status: 302, headers: { location: '/webhook/elsewhere' }, body: '' },
  html: page('please sign in'),
  'too-long': { body: ' '.repeat(1024), repeat: 1024 },
} satisfies { [name: string]: HttpReply['http'] }

function checkReply(reply: unknown): SingleRobotReply {
  if (typeof reply === 'string') {
    const name = ROBOT_REPLIES.find((one) => one === reply)
    if (name) return name
    throw new Error(`no reply of a bot is called '${reply}'; there are ${ROBOT_REPLIES.join(', ')}`)
  }
  if (['errCode', 'http'].some((key) => key in fieldsOf(reply))) return reply as SingleRobotReply
  throw new TypeError('a reply of a bot is a name, { errCode, errMsg } or { http }')
}
