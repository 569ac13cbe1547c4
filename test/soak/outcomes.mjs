// Judges what calls of the ready-made function came to, by the rules of who may call and of the cache.
import { wrongShape } from './judge.mjs'

const MAX_TOLD = 10

export class Outcomes {
  #cacheMs
  /** By number: when the first call that got a plan, or an error, ended. */
  #plans = new Map()
  #errors = new Map()
  figures = { calls: 0, plans: 0, errors: 0, refused: 0, wrong: 0, faults: [] }

  constructor(cacheMs) {
    this.#cacheMs = cacheMs
  }

  #blame(what) {
    this.figures.wrong += 1
    if (this.figures.faults.length < MAX_TOLD) this.figures.faults.push(what)
  }

  /** Times are of one clock, in milliseconds; `instance` is whose cache was asked. */
  add(caller, result, { startedAt, endedAt, instance = '' }) {
    const { figures } = this
    figures.calls += 1
    const who = JSON.stringify(caller.env)
    const shape = wrongShape(result)
    if (shape) return this.#blame(`${who}: ${shape}`)
    if (!caller.allowed) return this.#refused(who, result)
    if (!result.ok && result.error.kind === 'forbidden') return this.#blame(`${who} was refused`)
    if (result.ok) {
      figures.plans += 1
      const { createTimestamp, grayPercentage } = result.plan
      if (grayPercentage !== createTimestamp % 101) {
        this.#blame(`a plan that somebody else changed: ${JSON.stringify(result.plan)}`)
      }
      const id = `${instance} ${createTimestamp}`
      const seen = this.#plans.get(id) ?? endedAt
      if (startedAt > seen + this.#cacheMs) {
        this.#blame(`a plan ${startedAt - seen} ms after a call had it already`)
      }
      this.#plans.set(id, Math.min(seen, endedAt))
      return
    }
    figures.errors += 1
    const number = /refused no \d+/.exec(result.error.errMsg)?.[0]
    if (number === undefined) return
    const id = `${instance} ${number}`
    const seen = this.#errors.get(id) ?? endedAt
    if (startedAt > seen) this.#blame('an error that a call before it had already: it was kept')
    this.#errors.set(id, Math.min(seen, endedAt))
  }

  #refused(who, result) {
    this.figures.refused += 1
    if (result.ok || result.error.kind !== 'forbidden' || result.error.attempts !== 0) {
      this.#blame(`${who} got in: ${JSON.stringify(result).slice(0, 200)}`)
    }
  }
}
