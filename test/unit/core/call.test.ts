import { EventEmitter, getEventListeners, once } from 'node:events'
import { type Attempt, backoffMs, callWithin } from '../../../src/core/call'
import { createError } from '../../../src/core/error'
import type { ErrorKind } from '../../../src/core/error-codes'
import type { Limits } from '../../../src/core/options'

const plan = { status: 'running', statusCode: 1, grayPercentage: 8, createTimestamp: 1 } as const
const never = new Promise<never>(() => undefined)

/** An attempt that answers in turn; the last answer stays. */
function answering(...kinds: (ErrorKind | 'ok' | 'never')[]) {
  return jest.fn<ReturnType<Attempt>, Parameters<Attempt>>(async (call) => {
    call.attempts += 1
    const kind = kinds[Math.min(call.attempts, kinds.length) - 1] as ErrorKind | 'ok' | 'never'
    if (kind === 'never') return never
    if (kind === 'ok') return { ok: true, plan }
    const errMsg = `${kind} rid: a-${call.attempts}`
    const cause = { value: 'why it failed' }
    return { ok: false, error: createError(kind, { errMsg, attempts: call.attempts, cause }) }
  })
}

const limits = (some: Partial<Limits> = {}): Limits => ({ timeoutMs: 2500, retries: 2, ...some })

/** The result of a call for which all the time passes that it may take. */
async function resultOf(some: Partial<Limits>, attempt: Attempt, hintOf?: () => typeof hint) {
  const call = callWithin(limits(some), attempt, hintOf)
  await jest.advanceTimersByTimeAsync(2500)
  return call
}
const hint = { zh: '提示', en: 'a hint' }

/** Decides the share of the longest wait, 200 ms for the first. */
const random = (share: number) => jest.spyOn(Math, 'random').mockReturnValue(share)

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
})
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0)
  jest.restoreAllMocks()
  jest.useRealTimers()
})

it('reads the reason of an abort where its caller can catch what that throws', async () => {
  let abort = (): void => {}
  const signal = {
    aborted: false,
    addEventListener: (_type: 'abort', listener: () => void) => {
      abort = listener
    },
    removeEventListener: () => undefined,
    get reason() {
      throw new Error('no reason')
    },
  }
  const call = callWithin(limits({ signal }), answering('never'))
  expect(abort).not.toThrow()
  await expect(call).rejects.toThrow('no reason')
})

describe('retries', () => {
  it('gives the plan of the first attempt', async () => {
    const attempt = answering('ok')
    expect(await callWithin(limits(), attempt)).toEqual({ ok: true, plan })
    expect(attempt).toHaveBeenCalledTimes(1)
  })

  it('repeats retryable errors, and the last one stands', async () => {
    const attempt = answering('system', 'network', 'timeout')
    const result = await resultOf({}, attempt)
    expect(result).toMatchObject({ ok: false, error: { kind: 'timeout', attempts: 3 } })
    expect(attempt).toHaveBeenCalledTimes(3)
  })

  it('ends with a later success', async () => {
    expect(await resultOf({}, answering('system', 'ok'))).toEqual({ ok: true, plan })
  })

  it.each(['permission', 'credential', 'quota', 'environment', 'invalid_response'] as const)(
    'does not repeat %s',
    async (kind) => {
      const result = await callWithin(limits(), answering(kind, 'ok'))
      expect(result).toMatchObject({ error: { kind, attempts: 1 } })
    },
  )

  it('makes exactly one call with retries: 0', async () => {
    const result = await callWithin(limits({ retries: 0 }), answering('system', 'ok'))
    expect(result).toMatchObject({ error: { kind: 'system', attempts: 1 } })
  })

  it.each<[why: string, share: number, timeoutMs: number, later: [number, number]]>([
    ['it would end after the deadline', 0.999, 150, [0, 0]],
    ['it would end with the deadline', 0.5, 100, [0, 0]],
    ['milliseconds have passed', 0.5, 150, [0, 60e6]],
    ['seconds have passed', 0.5, 1050, [1, 0]],
  ])('gives the last error without a wait where %s', async (_why, share, timeoutMs, later) => {
    random(share)
    jest.spyOn(process, 'hrtime').mockReturnValue(later).mockReturnValueOnce([0, 0])
    const result = await callWithin(limits({ timeoutMs }), answering('system', 'ok'))
    expect(result).toMatchObject({ error: { kind: 'system', attempts: 1 } })
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
    const result = await resultOf({ timeoutMs: 30.4933 }, answering('never'))
    const errMsg = 'no answer within 30 ms'
    const error = { kind: 'timeout', errCode: 0, retryable: true, attempts: 1, errMsg }
    expect(result).toMatchObject({ ok: false, error })
  })

  it('keeps the message, request ID and cause of the last error', async () => {
    random(0)
    jest.spyOn(process, 'hrtime').mockReturnValue([9, 0])
    const result = await resultOf({ timeoutMs: 30 }, answering('system', 'never'))
    const errMsg = 'no answer within 30 ms; the previous attempt failed: system rid: a-1'
    const last = { rid: 'a-1', errMsg, cause: 'why it failed' }
    expect(result).toMatchObject({ ok: false, error: { kind: 'timeout', attempts: 2, ...last } })
  })

  it('sends nothing more where the process stood still until then in a wait', async () => {
    random(0.1)
    const clock = jest.spyOn(process, 'hrtime').mockReturnValue([0, 60e6])
    clock.mockReturnValueOnce([0, 0]).mockReturnValueOnce([0, 0])
    const result = await resultOf({ timeoutMs: 60 }, answering('system', 'ok'))
    expect(result).toMatchObject({ error: { kind: 'system', attempts: 1 } })
  })

  it('gives the last error where it passes in the middle of a wait', async () => {
    random(0.149)
    // A clock that lags behind the timers lets a wait of 29.8 ms pass for one that fits into 30.
    jest.spyOn(process, 'hrtime').mockReturnValue([0, 0])
    const failing = answering('system')
    const slow: Attempt = async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      return failing(call)
    }
    const result = await resultOf({ timeoutMs: 30 }, slow)
    expect(result).toMatchObject({ ok: false, error: { kind: 'system', attempts: 1 } })
  })

  it('runs the end of an attempt under way, once, and not that of a settled one', async () => {
    const onEnd = jest.fn()
    await resultOf({}, (call) => {
      call.onEnd = onEnd
      return never
    })
    expect(onEnd).toHaveBeenCalledTimes(1)
    await callWithin(limits(), async (call) => {
      call.onEnd = onEnd
      return { ok: true, plan }
    })
    expect(onEnd).toHaveBeenCalledTimes(1)
  })
})

describe('the signal', () => {
  const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

  it('that is aborted already makes no call', async () => {
    const attempt = answering('ok')
    const result = await callWithin(limits({ signal: AbortSignal.abort('why') }), attempt)
    const error = { kind: 'aborted', attempts: 0, retryable: false, cause: 'why' }
    expect(result).toMatchObject({ ok: false, error })
    expect(attempt).not.toHaveBeenCalled()
  })

  it.each([
    ['a call under way', 'never'],
    ['a wait', 'system'],
  ] as const)('ends %s at once, and has no listener then', async (_what, kind) => {
    random(0.9)
    const controller = new AbortController()
    const { signal } = controller
    const call = callWithin(limits({ signal }), answering(kind, 'ok'))
    await jest.advanceTimersByTimeAsync(100)
    expect(listeners(signal)).toBe(1)
    controller.abort('why')
    const errMsg = 'the caller aborted the call'
    const error = { kind: 'aborted', errMsg, attempts: 1, cause: 'why' }
    expect(await call).toMatchObject({ ok: false, error })
    expect(listeners(signal)).toBe(0)
  })

  it('has no listener once the call has ended by itself', async () => {
    const { signal } = new AbortController()
    await callWithin(limits({ signal }), answering('ok'))
    expect(listeners(signal)).toBe(0)
  })

  it('lets no answer that comes after it begin a wait', async () => {
    const controller = new AbortController()
    const failing = answering('system')
    const late = new EventEmitter()
    const attempt: Attempt = (one) => once(late, 'answer').then(() => failing(one))
    const call = callWithin(limits({ signal: controller.signal }), attempt)
    controller.abort()
    expect(await call).toMatchObject({ error: { kind: 'aborted' } })
    late.emit('answer')
    await new Promise(setImmediate)
    expect(jest.getTimerCount()).toBe(0)
  })

  it('that cannot be listened to rejects', async () => {
    const throwing = () => {
      throw new Error('hostile')
    }
    const signal = { aborted: false, addEventListener: throwing, removeEventListener: throwing }
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
    const onEnd = jest.fn()
    const result = await resultOf({ signal, timeoutMs: 10 }, (call) => {
      call.onEnd = onEnd
      return never
    })
    for (const listener of listeners) listener()
    expect(listeners).toHaveLength(1)
    expect(result).toMatchObject({ error: { kind: 'timeout' } })
    expect(onEnd).toHaveBeenCalledTimes(1)
  })
})

it('takes the hints of its own errors from the way of calling', async () => {
  const hintOf = jest.fn(() => hint)
  const late = await resultOf({}, answering('never'), hintOf)
  const aborted = await resultOf({ signal: AbortSignal.abort() }, answering('ok'), hintOf)
  for (const result of [late, aborted]) expect(result).toMatchObject({ error: { hint } })
  expect(hintOf.mock.calls).toEqual([['timeout'], ['aborted']])
})
