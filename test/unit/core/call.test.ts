import { getEventListeners } from 'node:events'
import { type Attempt, backoffMs, callWithin } from '../../../src/core/call'
import { createError } from '../../../src/core/error'
import type { ErrorKind } from '../../../src/core/error-codes'
import type { Limits } from '../../../src/core/options'

const plan = { status: 'running', statusCode: 1, grayPercentage: 8, createTimestamp: 1 } as const
const never = new Promise<never>(() => undefined)

/** An attempt that answers in turn; the last answer stays. */
function answering(...kinds: (ErrorKind | 'ok' | 'never')[]): Attempt & { count: () => number } {
  let sent = 0
  const attempt: Attempt = async (call) => {
    const kind = kinds[Math.min(sent, kinds.length - 1)] as ErrorKind | 'ok' | 'never'
    sent += 1
    call.attempts += 1
    if (kind === 'never') return never
    if (kind === 'ok') return { ok: true, plan }
    return {
      ok: false,
      error: createError(kind, {
        errMsg: `${kind} rid: a-${sent}`,
        attempts: call.attempts,
        cause: { value: 'why it failed' },
      }),
    }
  }
  return Object.assign(attempt, { count: () => sent })
}

const limits = (some: Partial<Limits> = {}): Limits => ({ timeoutMs: 2500, retries: 2, ...some })

/** Timers that were set and have neither fired nor been cleared. */
const pending = new Set<unknown>()
beforeEach(() => {
  const { setTimeout: set, clearTimeout: clear } = globalThis
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms?: number) => {
    const timer = set(() => {
      pending.delete(timer)
      run()
    }, ms)
    pending.add(timer)
    return timer
  }) as typeof setTimeout)
  jest.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    pending.delete(timer)
    clear(timer)
  })
})
afterEach(() => {
  jest.restoreAllMocks()
  expect(pending.size).toBe(0)
})

describe('retries', () => {
  it('gives the plan of the first attempt', async () => {
    const attempt = answering('ok')
    expect(await callWithin(limits(), attempt)).toEqual({ ok: true, plan })
    expect(attempt.count()).toBe(1)
  })

  it('repeats retryable errors, and the last one stands', async () => {
    const attempt = answering('system', 'network', 'timeout')
    const result = await callWithin(limits(), attempt)
    expect(result).toMatchObject({ ok: false, error: { kind: 'timeout', attempts: 3 } })
    expect(attempt.count()).toBe(3)
  })

  it('ends with a later success', async () => {
    expect(await callWithin(limits(), answering('system', 'ok'))).toEqual({ ok: true, plan })
  })

  it.each(['permission', 'credential', 'quota', 'environment', 'invalid_response'] as const)(
    'does not repeat %s',
    async (kind) => {
      const attempt = answering(kind, 'ok')
      expect(await callWithin(limits(), attempt)).toMatchObject({ error: { kind, attempts: 1 } })
    },
  )

  it('makes exactly one call with retries: 0', async () => {
    const attempt = answering('system')
    await callWithin(limits({ retries: 0 }), attempt)
    expect(attempt.count()).toBe(1)
  })

  it('gives the last error at once where the next wait does not fit', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.999)
    const attempt = answering('system', 'ok')
    const result = await callWithin(limits({ timeoutMs: 150 }), attempt)
    expect(result).toMatchObject({ error: { kind: 'system', attempts: 1 } })
    expect(attempt.count()).toBe(1)
    // The deadline's timer is the only one: nothing is waited for.
    expect(setTimeout).toHaveBeenCalledTimes(1)
  })

  it.each<[why: string, random: number, timeoutMs: number, later: [number, number]]>([
    ['it would end with the deadline', 0.5, 100, [0, 0]],
    ['milliseconds have passed', 0.5, 150, [0, 60e6]],
    ['seconds have passed', 0.5, 1050, [1, 0]],
  ])('does not wait where %s', async (_why, random, timeoutMs, later) => {
    jest.spyOn(Math, 'random').mockReturnValue(random)
    jest.spyOn(process, 'hrtime').mockReturnValue(later).mockReturnValueOnce([0, 0])
    const result = await callWithin(limits({ timeoutMs }), answering('system', 'ok'))
    expect(result).toMatchObject({ error: { kind: 'system', attempts: 1 } })
    expect(setTimeout).toHaveBeenCalledTimes(1)
  })
})

it('backs off exponentially, with full jitter, up to a cap', () => {
  expect([0, 1, 2, 3].map((retry) => backoffMs(retry, 1))).toEqual([200, 400, 800, 1600])
  expect(backoffMs(3, 0)).toBe(0)
  expect(backoffMs(3, 0.5)).toBe(800)
  expect(backoffMs(1e6, 1)).toBe(10_000)
})

describe('the deadline', () => {
  it('ends a call that never answers, and is given in whole milliseconds', async () => {
    const result = await callWithin(limits({ timeoutMs: 30.4933 }), answering('never'))
    expect(result).toMatchObject({
      ok: false,
      error: {
        kind: 'timeout',
        errCode: 0,
        retryable: true,
        attempts: 1,
        errMsg: 'no answer within 30 ms',
      },
    })
  })

  it('keeps the message, request ID and cause of the last error', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0)
    const result = await callWithin(limits({ timeoutMs: 30 }), answering('system', 'never'))
    expect(result).toMatchObject({
      error: {
        kind: 'timeout',
        attempts: 2,
        rid: 'a-1',
        errMsg: 'no answer within 30 ms; the previous attempt failed: system rid: a-1',
        cause: 'why it failed',
      },
    })
  })

  it('sends nothing more where the process stood still past it in a wait', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.1)
    const attempt = answering('system', 'ok')
    const call = callWithin(limits({ timeoutMs: 60 }), attempt)
    await new Promise(setImmediate)
    const since = Date.now()
    while (Date.now() - since < 80);
    expect(await call).toMatchObject({ error: { kind: 'system', attempts: 1 } })
    expect(attempt.count()).toBe(1)
  })

  it('gives the last error where it passes in the middle of a wait', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.149)
    // A clock that lags behind the timers lets a wait of 29.8 ms pass for one that fits into 30.
    jest.spyOn(process, 'hrtime').mockReturnValue([0, 0])
    const attempt = answering('system')
    const slow: Attempt = async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      return attempt(call)
    }
    const result = await callWithin(limits({ timeoutMs: 30 }), slow)
    expect(result).toMatchObject({ error: { kind: 'system', attempts: 1 } })
  })

  it('runs the end of an attempt under way, once, and not that of a settled one', async () => {
    const ended: string[] = []
    const attempt: Attempt = (call) => {
      call.onEnd = () => ended.push('ended')
      return never
    }
    await callWithin(limits({ timeoutMs: 20 }), attempt)
    expect(ended).toEqual(['ended'])
    await callWithin(limits(), async (call) => {
      call.onEnd = () => ended.push('settled')
      return { ok: true, plan }
    })
    expect(ended).toEqual(['ended'])
  })

  it('ignores an answer that comes after it', async () => {
    let answer: (() => void) | undefined
    const late = new Promise<void>((resolve) => {
      answer = resolve
    })
    const attempt: Attempt = () => late.then(() => ({ ok: true, plan }))
    const call = callWithin(limits({ timeoutMs: 20 }), attempt)
    const result = await call
    answer?.()
    await new Promise(setImmediate)
    expect(result).toMatchObject({ error: { kind: 'timeout' } })
  })
})

describe('the signal', () => {
  const listenersOf = (signal: AbortSignal) => {
    const add = jest.spyOn(signal, 'addEventListener')
    const remove = jest.spyOn(signal, 'removeEventListener')
    return () => add.mock.calls.length - remove.mock.calls.length
  }

  it('that is aborted already makes no call', async () => {
    const attempt = answering('ok')
    const result = await callWithin(limits({ signal: AbortSignal.abort('why') }), attempt)
    expect(result).toMatchObject({
      error: { kind: 'aborted', attempts: 0, retryable: false, cause: 'why' },
    })
    expect(attempt.count()).toBe(0)
  })

  it('ends a call under way', async () => {
    const controller = new AbortController()
    const listeners = listenersOf(controller.signal)
    const call = callWithin(limits({ signal: controller.signal }), answering('never'))
    controller.abort()
    expect(await call).toMatchObject({ error: { kind: 'aborted', attempts: 1 } })
    expect(listeners()).toBe(0)
  })

  it('that a hundred calls share has one listener, and ends them all', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const calls = Array.from({ length: 100 }, () =>
      callWithin(limits({ signal }), answering('never')),
    )
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    controller.abort()
    for (const result of await Promise.all(calls)) {
      expect(result).toMatchObject({ error: { kind: 'aborted' } })
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('ends a wait at once', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.9)
    const controller = new AbortController()
    const attempt = answering('system')
    const call = callWithin(limits({ signal: controller.signal }), attempt)
    await new Promise(setImmediate)
    controller.abort()
    expect(await call).toMatchObject({ error: { kind: 'aborted', attempts: 1 } })
    expect(attempt.count()).toBe(1)
  })

  it('is left alone once the call has ended', async () => {
    const controller = new AbortController()
    const listeners = listenersOf(controller.signal)
    await callWithin(limits({ signal: controller.signal }), answering('ok'))
    expect(listeners()).toBe(0)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })

  it('lets no answer that comes after it begin a wait', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.9)
    const controller = new AbortController()
    let answer: (() => void) | undefined
    const late = new Promise<void>((resolve) => {
      answer = resolve
    })
    const failing = answering('system')
    const call = callWithin(limits({ signal: controller.signal }), (one) =>
      late.then(() => failing(one)),
    )
    controller.abort()
    expect(await call).toMatchObject({
      error: { kind: 'aborted', errMsg: 'the caller aborted the call' },
    })
    answer?.()
    await new Promise(setImmediate)
    expect(setTimeout).toHaveBeenCalledTimes(1)
  })

  it('that cannot be listened to rejects', async () => {
    const throwing = () => {
      throw new Error('hostile')
    }
    const signal = {
      aborted: false,
      addEventListener: throwing,
      removeEventListener: throwing,
    }
    // The guard at the edge of each public function makes an error of it.
    await expect(callWithin(limits({ signal }), answering('ok'))).rejects.toThrow('hostile')
  })

  it('that aborts after the end, as a poor stand-in may, changes nothing', async () => {
    const listeners: (() => void)[] = []
    const signal = {
      aborted: false,
      addEventListener: (_type: string, listener: () => void) => listeners.push(listener),
      removeEventListener: () => undefined,
    }
    let ends = 0
    const attempt: Attempt = (call) => {
      call.onEnd = () => {
        ends += 1
      }
      return never
    }
    const result = await callWithin(limits({ signal, timeoutMs: 10 }), attempt)
    for (const listener of listeners) listener()
    expect(listeners).toHaveLength(1)
    expect(result).toMatchObject({ error: { kind: 'timeout' } })
    expect(ends).toBe(1)
  })
})

it('takes the hints of its own errors from the way of calling', async () => {
  const hint = { zh: '提示', en: 'a hint' }
  const hintOf = jest.fn(() => hint)
  const late = await callWithin(limits({ timeoutMs: 10 }), answering('never'), hintOf)
  const ended = limits({ signal: AbortSignal.abort() })
  const aborted = await callWithin(ended, answering('ok'), hintOf)
  for (const result of [late, aborted]) expect(result).toMatchObject({ error: { hint } })
  expect(hintOf.mock.calls).toEqual([['timeout'], ['aborted']])
})
