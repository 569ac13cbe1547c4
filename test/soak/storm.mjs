// One storm, in a process of its own: `count` calls, so many at a time. Tells its parent the figures.
import { getEventListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { callAt } from './calls.mjs'
import { wrongOutcome, wrongShape } from './judge.mjs'
import { TARGETS } from './targets.mjs'
import { holdings, LagWatch, watchUncaught } from './watch.mjs'

/** A call may end this long after its deadline. */
const GRACE_MS = 100
const MAX_TOLD = 20
/** The first calls compile code and open sockets: growth is counted from after them. */
const WARM_UP = 500

process.once('message', async ({ target: name, where, count, atATime }) => {
  const uncaught = watchUncaught()
  const target = TARGETS[name](where)
  const watch = new LagWatch()
  const shared = new AbortController()
  const faults = []
  const kinds = {}
  let told = 0
  let latestMs = 0
  let lateByLag = 0
  let listenersLeft = 0

  const blame = (call, what) => {
    told += 1
    if (faults.length < MAX_TOLD) faults.push(`${call.fault}: ${what}`)
  }

  const judge = (call, result, tookMs, startedAt) => {
    const kind = result?.ok ? 'ok' : result?.error?.kind
    kinds[kind] = (kinds[kind] ?? 0) + 1
    const wrong = wrongShape(result) ?? wrongOutcome(call, target.wire, result)
    if (wrong) blame(call, wrong)
    const limitMs = Math.min(call.timeoutMs, call.abortMs ?? Number.POSITIVE_INFINITY)
    const late = tookMs - limitMs
    latestMs = Math.max(latestMs, late)
    if (late <= GRACE_MS) return
    // A timer that is due fires after the stall under way, so one stall alone can excuse a late end.
    const stoodStill = watch.since(startedAt + limitMs)
    if (late <= GRACE_MS + stoodStill) lateByLag += 1
    else blame(call, `${late.toFixed()} ms after its deadline, ${stoodStill.toFixed()} ms of lag`)
  }

  const one = async (n) => {
    const call = callAt(n, target.wire)
    const own = call.abortMs === undefined ? undefined : new AbortController()
    const aborting = own && setTimeout(() => own.abort(), call.abortMs)
    const signal = own?.signal ?? (call.listened ? shared.signal : undefined)
    const startedAt = performance.now()
    const settled = await target.call(call, signal).then(
      (value) => ({ value }),
      (reason) => ({ reason }),
    )
    const tookMs = performance.now() - startedAt
    clearTimeout(aborting)
    if (own) listenersLeft += getEventListeners(own.signal, 'abort').length
    if (!target.judged) return
    if ('reason' in settled) blame(call, `rejected: ${settled.reason}`)
    else judge(call, settled.value, tookMs, startedAt)
  }

  let next = 0
  const worker = async (end) => {
    while (next < end) {
      next += 1
      await one(next - 1)
    }
  }
  const run = async (end) => {
    await Promise.all(Array.from({ length: atATime }, () => worker(end)))
    // The SDK's own timeout must have ended what can be ended.
    await pause(2000)
  }

  await run(Math.min(WARM_UP, count))
  const before = await holdings()
  const startedAt = performance.now()
  await run(count)
  const seconds = (performance.now() - startedAt) / 1000
  const after = await holdings()
  watch.stop()
  process.send({
    target: name,
    calls: count,
    seconds: Math.round(seconds),
    faults,
    faultCount: told,
    uncaught,
    kinds,
    latestMs: Math.round(latestMs),
    lateByLag,
    worstLagMs: Math.round(watch.worst),
    timersSet: target.timers?.set,
    timersLeft: target.timers?.open.size,
    listenersLeft: listenersLeft + getEventListeners(shared.signal, 'abort').length,
    heapGrowth: after.heap - before.heap,
    rssGrowth: after.rss - before.rss,
    sockets: after.sockets,
  })
  process.disconnect()
  process.exit()
})
