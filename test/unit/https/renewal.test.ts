import { getEventListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { answering } from './support'
import {
  account,
  authorizer,
  calling,
  component,
  failure,
  fragileStore,
  issuing,
  silent,
  simulatePlatform,
  stable,
} from './token-support'

const never = new Promise<never>(() => undefined)

describe('a renewal', () => {
  it('is shared by callers at the same time, refreshing or not', async () => {
    const fetch = issuing()
    const give = stable({ fetch })
    const tokens = [give(), give({ refresh: true }), give({ refresh: false })]
    expect(await Promise.all(tokens)).toEqual(['the-token-1', 'the-token-1', 'the-token-1'])
    const fresh = [give({ refresh: true }), give(), give({ refresh: true })]
    expect(await Promise.all(fresh)).toEqual(['the-token-2', 'the-token-2', 'the-token-2'])
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('shares its failure, which is not kept', async () => {
    const fetch = issuing()
    fetch.mockImplementationOnce(answering('', { status: 503 }))
    const give = stable({ fetch })
    const [one, other] = await Promise.allSettled([give(), give()])
    expect(one).toMatchObject({ status: 'rejected', reason: { kind: 'system' } })
    expect(other).toEqual(one)
    expect(await give()).toBe('the-token-1')
  })

  it('waits 10 s for an answer, then cancels the request', async () => {
    jest.useFakeTimers()
    const fetch = silent()
    const failing = failure(stable({ fetch })())
    const aborted = () => fetch.mock.calls[0]?.[1].signal?.aborted
    await jest.advanceTimersByTimeAsync(9_999)
    expect(aborted()).toBe(false)
    await jest.advanceTimersByTimeAsync(1)
    expect((await failing).error).toMatchObject({
      kind: 'timeout',
      errMsg: 'no token within 10000 ms',
      retryable: true,
      attempts: 0,
      hint: { en: expect.stringContaining('raise timeoutMs') },
    })
    expect(aborted()).toBe(true)
    expect(jest.getTimerCount()).toBe(0)
  })

  it('waits 10 s for a function, then aborts its signal', async () => {
    jest.useFakeTimers()
    const verifyTicket = jest.fn((_hint: { signal: AbortSignal }) => never)
    const failing = failure(component(simulatePlatform(), { verifyTicket })())
    await jest.advanceTimersByTimeAsync(10_000)
    expect((await failing).error).toMatchObject({
      kind: 'credential',
      errMsg: 'options.verifyTicket returned nothing within 10000 ms',
    })
    expect(verifyTicket.mock.calls[0]?.[0].signal.aborted).toBe(true)
    expect(jest.getTimerCount()).toBe(0)
  })

  it('names the option whose promise rejects, and says nothing of why', async () => {
    const verifyTicket = Promise.reject(new Error('no redis://:planted@host'))
    const { error } = await failure(component(simulatePlatform(), { verifyTicket })())
    expect(error).toMatchObject({
      kind: 'credential',
      errMsg: 'options.verifyTicket threw (Error)',
    })
  })

  it('ends no process if a caller ignores its failure', async () => {
    const unhandled = jest.fn()
    process.on('unhandledRejection', unhandled)
    stable({ fetch: answering('', { status: 503 }) })()
    await setTimeout(10)
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('is shared with a function that it calls', async () => {
    const verifyTicket = jest.fn(() => {
      warmUp()
      return 'the-ticket'
    })
    const give = component(simulatePlatform(), { verifyTicket })
    const warmUp = (): void => void give()
    expect(await give()).toBe('component-1')
    expect(verifyTicket).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['access_token', { expires_in: 7200 }],
    ['access_token', { access_token: '', expires_in: 7200 }],
    ['access_token', { access_token: 5, expires_in: 7200 }],
    ['access_token', null],
    ['expires_in', { access_token: 'planted' }],
    ['expires_in', { access_token: 'planted', expires_in: '7200' }],
    ['expires_in', { access_token: 'planted', expires_in: -1 }],
    ['expires_in', '{"access_token":"planted","expires_in":1e999}'],
  ])('names %s in %p', async (path, reply) => {
    const { error } = await failure(stable({ fetch: answering(reply) })())
    const message =
      path === 'access_token' ? 'expected a token' : 'expected a number of seconds, 0 or more'
    expect(error).toMatchObject({
      kind: 'invalid_response',
      errMsg: `the response is not as documented: ${path}: ${message}`,
      issues: [{ path, message }],
    })
    expect('cause' in error).toBe(false)
  })

  it('hides the token that came with an error, the one before it and the AppSecret', async () => {
    const fetch = issuing()
    const give = stable({ fetch })
    await give()
    const errmsg = `the-token-1 new-token ${account.secret}`
    fetch.mockImplementationOnce(answering({ errcode: -1, errmsg, access_token: 'new-token' }))
    await expect(give({ refresh: true })).rejects.toMatchObject({ errMsg: '*** *** ***' })
  })
})

describe('a caller that stops waiting', () => {
  it('as the last one cancels the request, and leaves no timer', async () => {
    jest.useFakeTimers()
    const fetch = silent()
    const give = stable({ fetch })
    const [one, other] = [calling(), calling()]
    const left = [failure(give(one.hint)), failure(give(other.hint))]
    one.end()
    expect(await left[0]).toMatchObject({ kind: 'aborted', error: { attempts: 0 } })
    expect(jest.getTimerCount()).toBeGreaterThan(0)
    other.end()
    expect(await left[1]).toMatchObject({ kind: 'aborted' })
    expect(jest.getTimerCount()).toBe(0)
    expect(fetch.mock.calls.map(([, { signal }]) => signal?.aborted)).toEqual([true])
    for (const { hint } of [one, other]) {
      expect(getEventListeners(hint.signal, 'abort')).toEqual([])
    }
  })

  it('does not end the request of one that has no signal', async () => {
    jest.useFakeTimers()
    const fetch = silent()
    const give = stable({ fetch })
    const patient = failure(give())
    const hasty = calling()
    const left = failure(give(hasty.hint))
    hasty.end()
    expect((await left).kind).toBe('aborted')
    expect(fetch).toHaveBeenCalledTimes(1)
    await jest.advanceTimersByTimeAsync(10_000)
    expect((await patient).kind).toBe('timeout')
  })

  it('leaves the request to those who joined it', async () => {
    let respond = (_response: Response): void => {}
    const fetch = issuing()
    fetch.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          respond = resolve
        }),
    )
    const give = stable({ fetch })
    const sender = calling()
    const first = failure(give(sender.hint))
    const joined = [give(calling().hint), give()]
    while (fetch.mock.calls.length === 0) await new Promise(setImmediate)
    sender.end()
    expect((await first).kind).toBe('aborted')
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(false)
    respond(await answering({ access_token: 'the-token', expires_in: 7200 })())
    expect(await Promise.all(joined)).toEqual(['the-token', 'the-token'])
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it('as the last one leaves nothing to later callers', async () => {
    const fetch = issuing()
    fetch.mockImplementationOnce(() => never)
    const give = stable({ fetch })
    const only = calling()
    const token = failure(give(only.hint))
    await setTimeout(1)
    only.end()
    expect((await token).kind).toBe('aborted')
    expect(await give()).toBe('the-token-1')
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('and has stopped before sends nothing', async () => {
    const fetch = issuing()
    const ended = calling()
    ended.end()
    expect((await failure(stable({ fetch })(ended.hint))).kind).toBe('aborted')
    expect(fetch).not.toHaveBeenCalled()
  })

  it('has no listener left if its token came in time', async () => {
    const { hint } = calling()
    expect(await stable({ fetch: issuing() })(hint)).toBe('the-token-1')
    expect(getEventListeners(hint.signal, 'abort')).toEqual([])
  })

  it('does not cancel a request that was sent, whose reply may have the only refresh token', async () => {
    const platform = simulatePlatform()
    let respond = (): void => {}
    const wait = new Promise<void>((resolve) => {
      respond = resolve
    })
    const slow: typeof platform.fetch = async (url, init) => {
      const response = await platform.fetch(url, init)
      await wait
      return response
    }
    const { store, value } = fragileStore()
    const give = authorizer(platform, { store, fetch: slow })
    const { hint, end } = calling()
    const left = failure(give(hint))
    while (platform.asked.length === 0) await new Promise(setImmediate)
    end()
    expect((await left).kind).toBe('aborted')
    const joined = give()
    respond()
    expect(await joined).toBe('authorizer-1')
    expect(await value('token-wx0a')).toMatchObject({ refreshToken: 'refresh-1' })
    expect(platform.asked).toHaveLength(1)
  })

  it('ends the request for the component token below', async () => {
    const fetch = silent()
    const platform = simulatePlatform()
    const give = authorizer(platform, { componentAccessToken: component(platform, { fetch }) })
    const { hint, end } = calling()
    const left = failure(give(hint))
    while (fetch.mock.calls.length === 0) await new Promise(setImmediate)
    end()
    await left
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true)
  })

  it.each(['componentAccessToken', 'refreshToken'])(
    'has nothing requested with a %s that comes later',
    async (name) => {
      const platform = simulatePlatform()
      let resolve = (_token: string): void => {}
      const late = new Promise<string>((respond) => {
        resolve = respond
      })
      const functions = {
        refreshToken: jest.fn(() => 'refresh-0'),
        componentAccessToken: jest.fn(),
      }
      const give = authorizer(platform, { ...functions, [name]: () => late })
      const { hint, end } = calling()
      const left = failure(give(hint))
      await new Promise(setImmediate)
      end()
      expect((await left).kind).toBe('aborted')
      resolve('a-token')
      await new Promise(setImmediate)
      expect(platform.asked).toEqual([])
      expect(functions.componentAccessToken).not.toHaveBeenCalled()
    },
  )
})
