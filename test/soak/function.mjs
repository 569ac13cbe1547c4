// The storms on the ready-made function: one instance with all callers, and the functions framework.
import { CALLERS } from './callers.mjs'
import { serve } from './framework.mjs'
import { Outcomes } from './outcomes.mjs'
import { start } from './processes.mjs'
import { functionLine } from './report.mjs'

const CACHE_MS = 15

/** @returns the figures of both; what went wrong is in `faults` */
export async function functionStorms(count, atATime, say) {
  const figures = []
  for (const storm of [oneInstance, framework]) {
    const gateway = start('function-gateway.mjs')
    const { env } = await gateway.answer
    const cache = { GRAY_RELEASE_CACHE_SECONDS: String(CACHE_MS / 1000) }
    const one = await storm({ count, atATime, env: { ...env, ...cache } }, gateway)
    gateway.end()
    say(functionLine(one))
    figures.push(one)
  }
  return figures
}

async function oneInstance({ count, atATime, env }, gateway) {
  const figures = await start('instance.mjs', { count, atATime, cacheMs: CACHE_MS }, { env }).answer
  const { sent } = await gateway.ask()
  return { ...figures, requests: sent }
}

/** Callers that the framework can stand for at one time, with a process for each. */
const AT_A_TIME = 4

async function framework({ count, atATime, env }, gateway) {
  const outcomes = new Outcomes(CACHE_MS)
  const { figures } = outcomes
  // A short soak has a few callers of both sorts, a long one all of them.
  const step = count >= 10_000 ? 1 : 8
  const callers = CALLERS.filter((_, at) => at % step === 0)
  const each = Math.ceil(count / 2 / callers.length)
  for (let from = 0; from < callers.length; from += AT_A_TIME) {
    const group = callers.slice(from, from + AT_A_TIME)
    const storms = group.map((caller, at) =>
      underFramework(caller, { env, each, atATime, outcomes, instance: String(from + at) }),
    )
    await Promise.all(storms)
  }
  const { sent, fromRefused } = await gateway.ask()
  if (fromRefused > 0) figures.faults.push(`${fromRefused} requests of callers who were refused`)
  return {
    name: 'under the functions framework',
    ...figures,
    callers: callers.length,
    requests: sent,
  }
}

async function underFramework(caller, { env, each, atATime, outcomes, instance }) {
  const host = await serve(caller, env)
  let left = each
  const worker = async () => {
    while (left > 0) {
      left -= 1
      const startedAt = Date.now()
      const result = await host.call({ openid: 'oBoss', SOURCE: 'wx_devtools' })
      outcomes.add(caller, result, { startedAt, endedAt: Date.now(), instance })
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.ceil(atATime / AT_A_TIME) }, worker))
  } finally {
    await host.end()
  }
}
