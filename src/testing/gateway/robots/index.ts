import type { IncomingMessage } from 'node:http'
import type { HttpParts } from '../send-response'
import { dingtalk } from './dingtalk'
import { feishu } from './feishu'
import type { Product } from './product'
import type { Robots } from './robot'
import { SimulatedRobot } from './simulated-robot'
import { webhook } from './webhook'
import { wecom } from './wecom'

const PRODUCTS: { readonly [name in keyof Robots]: Product } = { wecom, feishu, dingtalk, webhook }

/** Simulates a bot of each product. */
export class RobotDesk {
  readonly #robots = Object.entries(PRODUCTS).map(
    ([name, product]) => new SimulatedRobot(name, product),
  )

  /** Answers a request that is for a bot; undefined if it is for none. */
  answer(req: IncomingMessage): Promise<HttpParts> | undefined {
    return this.#robots.find((robot) => robot.isAt(req.url as string))?.answer(req)
  }

  /** The bots as people see them. */
  open(baseUrl: string): Robots {
    const opened = this.#robots.map((robot) => [robot.name, robot.open(baseUrl)])
    return Object.fromEntries(opened)
  }
}
