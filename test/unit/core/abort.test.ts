import { getEventListeners } from 'node:events'
import { createController, listen, unlisten } from '../../../src/core/abort'

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

it('a signal has one listener, however many wait for it, and none once nobody does', () => {
  const { signal } = new AbortController()
  const runs = Array.from({ length: 100 }, () => jest.fn())
  for (const run of runs) listen(signal, run)
  expect(listeners(signal)).toBe(1)
  for (const run of runs.slice(1)) unlisten(signal, run)
  expect(listeners(signal)).toBe(1)
  unlisten(signal, runs[0] as () => void)
  expect(listeners(signal)).toBe(0)
})

it('tells all who wait, and not those who have stopped to, whoever stops meanwhile', () => {
  const controller = new AbortController()
  const { signal } = controller
  const stopped = jest.fn()
  const stopping: jest.Mock<void> = jest.fn(() => unlisten(signal, stopping))
  const last: jest.Mock<void> = jest.fn(() => unlisten(signal, last))
  for (const run of [stopped, stopping, last]) listen(signal, run)
  unlisten(signal, stopped)
  controller.abort()
  expect(stopped).not.toHaveBeenCalled()
  expect(stopping).toHaveBeenCalledTimes(1)
  expect(last).toHaveBeenCalledTimes(1)
  expect(listeners(signal)).toBe(0)
})

it('takes nothing back where nobody waits', () => {
  const { signal } = new AbortController()
  const remove = jest.spyOn(signal, 'removeEventListener')
  unlisten(signal, jest.fn())
  expect(remove).not.toHaveBeenCalled()
})

describe('createController()', () => {
  const { AbortController: real } = globalThis
  afterEach(() => {
    globalThis.AbortController = real
  })

  it('creates an AbortController where there is one', () =>
    expect(createController()).toBeInstanceOf(AbortController))

  it('does without one', () => {
    Reflect.deleteProperty(globalThis, 'AbortController')
    const { signal, abort } = createController()
    const stopped = jest.fn()
    const waiting = jest.fn(() => expect(signal.aborted).toBe(true))
    signal.addEventListener('abort', stopped)
    signal.addEventListener('abort', waiting)
    signal.removeEventListener('abort', stopped)
    expect(signal.aborted).toBe(false)
    abort()
    expect(waiting).toHaveBeenCalledTimes(1)
    expect(stopped).not.toHaveBeenCalled()
  })
})
