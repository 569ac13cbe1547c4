// One instance of the built function that callers of all sorts call at the same time. The platform sets
// the variables of a caller before each call; here they change between two calls under way.
import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import { CALLERS, envOf } from './callers.mjs'
import { Outcomes } from './outcomes.mjs'
import { generator, pick } from './random.mjs'
import { watchUncaught } from './watch.mjs'

process.once('message', async ({ count, atATime, cacheMs }) => {
  const uncaught = watchUncaught()
  const lines = []
  console.log = (line) => lines.push(line)
  const { main } = createRequire(import.meta.url)(
    '../../cloudfunctions/getGrayReleasePlan/index.js',
  )
  const outcomes = new Outcomes(cacheMs)
  const random = generator(10)
  let next = 0

  const worker = async () => {
    while (next < count) {
      next += 1
      const caller = pick(random, CALLERS)
      Object.assign(process.env, envOf(caller, 'any'))
      const startedAt = Date.now()
      const result = await main({ openid: 'oBoss' }, { time_limit_in_ms: 1000 })
      outcomes.add(caller, result, { startedAt, endedAt: Date.now() })
      // What a caller does to its plan must stay its own.
      if (result.ok) Object.assign(result.plan, { grayPercentage: -1, status: 'changed', more: {} })
      await pause(random() * 30)
    }
  }
  await Promise.all(Array.from({ length: atATime }, worker))
  const { figures } = outcomes
  // The SDK prints too; a line of ours is JSON, and says nothing of who called.
  const ours = lines.filter((line) => String(line).startsWith('{'))
  for (const line of ours) {
    if (line.includes('\n') || /oAnyone|oBoss/.test(line)) figures.faults.push(`logged: ${line}`)
  }
  figures.faults.push(...uncaught)
  process.send({ name: 'one instance', ...figures, logged: ours.length })
  process.disconnect()
  process.exit()
})
