import { gateway } from '../gateway'
import { answered, show as showPage } from './checks'
import { cloudOf } from './cloud'
import { attrOf, type Phone, type PhoneOptions } from './phone'

const NOON = new Date(2026, 10, 23, 12).getTime()
const HOUR = 3_600_000
const plan = { status: 'running', statusCode: 1, grayPercentage: 42, createTimestamp: NOON / 1000 }
const callFunction = async () => ({ result: { ok: true, plan } })
const point = (hours: number, grayPercentage: number, status = 'running') => ({
  at: NOON + hours * HOUR,
  status,
  grayPercentage,
})
const HISTORY = [point(0, 0), point(6, 10), point(18, 10, 'paused'), point(24, 42)]

afterEach(() => jest.restoreAllMocks())

/** Shows the page two days later, with the history if there is one. */
async function show(options: PhoneOptions): Promise<Phone> {
  jest.spyOn(Date, 'now').mockReturnValue(NOON + 48 * HOUR)
  const opened = await showPage({ callFunction, language: 'en', ...options })
  await settled()
  return opened
}

/** All that needs no time has happened. */
const settled = () => new Promise(setImmediate)

const answering = (result: unknown) => ({ callWatch: async () => ({ result }) })

/** The style of each node of a class, as figures. */
const styles = (opened: Phone, name: string) =>
  opened.all(name).map((node) =>
    Object.fromEntries(
      String(attrOf(node, 'style'))
        .split(';')
        .map((part) => part.split(':').map((text) => text.trim()))
        .map(([property, value]) => [property, Number(String(value).replace('%', ''))]),
    ),
  )

it('draws the share over time as steps, and says it in words', async () => {
  const opened = await show(answering({ ok: true, history: HISTORY }))
  expect(styles(opened, 'step-area')).toEqual([
    { left: 0, width: 12.5, height: 0 },
    { left: 12.5, width: 25, height: 10 },
    { left: 37.5, width: 12.5, height: 10 },
    { left: 50, width: 50, height: 42 },
  ])
  expect(styles(opened, 'step-rise').map(({ bottom, height }) => [bottom, height])).toEqual([
    [0, 0],
    [0, 10],
    [10, 0],
    [10, 32],
  ])
  const [chart] = opened.all('chart')
  expect(chart && attrOf(chart, 'ariaRole')).toBe('img')
  expect(chart && attrOf(chart, 'ariaLabel')).toBe(
    'Rollout over time: 0% on 23 Nov 12:00, 42% now, after 3 changes',
  )
  expect(opened.text()).toContain('Rollout over time\n23 Nov 12:00\nnow')
})

it('speaks Chinese', async () => {
  const opened = await show({
    ...answering({ ok: true, history: HISTORY.slice(0, 2) }),
    language: 'zh_CN',
  })
  const [chart] = opened.all('chart')
  expect(chart && attrOf(chart, 'ariaLabel')).toBe(
    '比例变化：11月23日 12:00为 0%，现在为 10%，其间变化 1 次',
  )
})

it.each<[string, PhoneOptions]>([
  ['the function is not deployed', {}],
  ['it refuses the caller', answering({ ok: false, error: { kind: 'forbidden' } })],
  ['it makes a look, as for the DevTools', answering({ ok: true, plan, events: [] })],
  ['it answers nothing', answering(undefined)],
  ['the call fails', { callWatch: () => Promise.reject(new Error('no')) }],
  ['there is no history yet', answering({ ok: true, history: [] })],
  ['there is one point only', answering({ ok: true, history: HISTORY.slice(0, 1) })],
  ['the points are none', answering({ ok: true, history: [null, {}, { at: 'x' }, 7] })],
  ['all points are of one moment', answering({ ok: true, history: [point(48, 1), point(48, 2)] })],
])('draws nothing, and says nothing, if %s', async (_why, options) => {
  const opened = await show(options)
  expect(opened.all('chart')).toEqual([])
  expect(opened.text()).toContain('42')
  expect(opened.text()).not.toContain('Rollout over time')
})

describe('with several accounts', () => {
  const accounts = [
    { name: 'Shop', appid: 'wx1', history: HISTORY },
    { appid: 'wx2', history: [point(0, 1), point(24, 3)] },
    { history: [point(0, 5), point(24, 6)] },
    { name: 'New', history: [] },
  ]
  const several = { ok: true, history: HISTORY, accounts }
  const choose = (opened: Phone, value: number | string) =>
    (opened.page['onAccount'] as (event: object) => void)({ detail: { value } })
  const heights = (opened: Phone) => styles(opened, 'step-area').map(({ height }) => height)

  it('draws the one that was chosen', async () => {
    const opened = await show(answering(several))
    expect(opened.page.data['accounts']).toEqual(['Shop', 'wx2', 'This account'])
    expect([opened.text(), heights(opened)]).toEqual([
      expect.stringContaining('Shop ▾'),
      [0, 10, 10, 42],
    ])
    choose(opened, '1')
    expect([opened.text(), heights(opened)]).toEqual([expect.stringContaining('wx2 ▾'), [1, 3]])
    choose(opened, 2)
    expect([opened.text(), heights(opened)]).toEqual([
      expect.stringContaining('This account ▾'),
      [5, 6],
    ])
  })

  it('draws the first one if the chosen one is gone', async () => {
    let result: object = several
    const opened = await show({ callWatch: async () => ({ result }) })
    choose(opened, 2)
    result = { ...several, accounts: accounts.slice(0, 2) }
    opened.pull()
    await answered(opened)
    await settled()
    expect(opened.text()).toContain('Shop ▾')
    expect(heights(opened)).toEqual([0, 10, 10, 42])
  })

  it('offers no choice if there is one', async () => {
    const opened = await show(answering({ ...several, accounts: accounts.slice(0, 1) }))
    expect(opened.text()).not.toContain('▾')
    expect(heights(opened)).toEqual([0, 10, 10, 42])
  })
})

it('asks once a visit if it is not there, and each time if it is', async () => {
  const without = await show({})
  without.pull()
  await answered(without)
  expect([without.calls.length, without.watchCalls]).toEqual([2, 1])
  const opened = await show(answering({ ok: true, history: HISTORY }))
  opened.pull()
  await answered(opened)
  expect([opened.calls.length, opened.watchCalls]).toEqual([2, 2])
})

it('asks for no history if there is no plan', async () => {
  const opened = await show({
    callFunction: async () => ({ result: undefined }),
    ...answering({ ok: true, history: HISTORY }),
  })
  expect(opened.watchCalls).toBe(0)
})

describe('with the function that is uploaded', () => {
  beforeAll(() => {
    jest.spyOn(console, 'log').mockImplementation(() => {})
  })

  it('draws what its timer saw', async () => {
    const cloud = cloudOf(gateway)
    Object.assign(process.env, { GRAY_RELEASE_NOTIFY: '' })
    const { main } = require('../../cloudfunctions/watchGrayRelease') as {
      main: (event: unknown, context: unknown) => Promise<unknown>
    }
    const createTimestamp = Math.floor(Date.now() / 1000) - 3600
    for (const grayPercentage of [8, 42]) {
      gateway.reply({ status: 1, grayPercentage, createTimestamp })
      Object.assign(process.env, { TCB_SOURCE: 'wx_trigger' })
      expect(await main({}, {})).toMatchObject({ ok: true })
    }
    Object.assign(process.env, { TCB_SOURCE: 'wx_client' })
    const opened = await showPage({
      callFunction: cloud.callFunction,
      callWatch: async () => ({ result: JSON.parse(JSON.stringify(await main({}, {}))) }),
    })
    const patience = Date.now() + 4000
    while (opened.all('chart').length === 0 && Date.now() < patience) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(styles(opened, 'step-area').map(({ height }) => height)).toEqual([8, 42])
  })
})
