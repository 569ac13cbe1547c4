// Watches over a storm from inside its process: how late timers are, and what is left afterwards.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const TICK_MS = 10
/** More than the longest deadline, in ticks of which every one may be late. */
const KEPT_LAGS = 500

/**
 * How late timers fire, since no deadline can be kept better than that: on a machine with other work
 * the process itself stands still at times.
 */
export class LagWatch {
  #lags = []
  #due = performance.now() + TICK_MS
  #timer = setInterval(() => this.#tick(), TICK_MS)
  worst = 0

  #tick() {
    const now = performance.now()
    const lag = now - this.#due
    this.#due = now + TICK_MS
    if (lag < 5) return
    this.worst = Math.max(this.worst, lag)
    this.#lags.push({ at: now, lag })
    if (this.#lags.length > KEPT_LAGS) this.#lags.shift()
  }

  /** The longest that the process stood still at a time since a moment, in milliseconds. */
  since(moment) {
    // A stall that goes on now is known to no tick yet.
    const now = Math.max(0, performance.now() - this.#due)
    return this.#lags.reduce(
      (most, { at, lag }) => (at >= moment ? Math.max(most, lag) : most),
      now,
    )
  }

  stop() {
    clearInterval(this.#timer)
  }
}

/** Counts what nobody caught. A storm goes on, so that all of it is seen. */
export function watchUncaught() {
  const uncaught = []
  process.on('unhandledRejection', (reason) => uncaught.push(`rejection: ${reason}`))
  process.on('uncaughtException', (thrown) => uncaught.push(`exception: ${thrown}`))
  return uncaught
}

/** A built file, loaded with timer functions of our own, so that its timers are told from the SDK's. */
export function loadWatched(path) {
  const open = new Set()
  const timers = { set: 0, open }
  const set = (run, ms, ...more) => {
    timers.set += 1
    const timer = setTimeout(() => {
      open.delete(timer)
      run(...more)
    }, ms)
    open.add(timer)
    return timer
  }
  const clear = (timer) => {
    open.delete(timer)
    clearTimeout(timer)
  }
  const module = { exports: {} }
  const load = new Function(
    ...['module', 'exports', 'require', '__dirname', 'setTimeout', 'clearTimeout'],
    readFileSync(path, 'utf8'),
  )
  load(module, module.exports, createRequire(path), dirname(path), set, clear)
  return { exports: module.exports, timers }
}

/** What the process holds, after the garbage was collected. */
export async function holdings() {
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  const resources = process.getActiveResourcesInfo()
  const count = (name) => resources.filter((one) => one === name).length
  return { heap: heapUsed + external, rss, sockets: count('TCPSocketWrap') }
}
