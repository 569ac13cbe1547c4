import { createError } from '../../src/core/error'
import type { GetGrayReleasePlanResult } from '../../src/core/result'
import { barOf, expectSound } from './checks'
import { attrOf, nodesOf, openPage, type Phone, type PhoneOptions } from './phone'

const SECOND = 1000

const plan = (status: 'running' | 'paused', grayPercentage = 42): GetGrayReleasePlanResult => ({
  ok: true,
  plan: {
    status,
    statusCode: status === 'running' ? 1 : 2,
    grayPercentage,
    createTimestamp: Date.now() / 1000 - 3600,
  },
})
const failing = (kind: 'system' | 'permission' | 'no_plan'): GetGrayReleasePlanResult => ({
  ok: false,
  error: createError(kind, { errMsg: `this is ${kind}`, attempts: 1 }),
})

let answers: (GetGrayReleasePlanResult | 'never')[]
let phone: Phone

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] })
  answers = [plan('running')]
})
afterEach(async () => {
  phone.unload()
  await settled()
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

/** The last answer is given for good. */
const nextAnswer = () => (answers.length > 1 ? answers.shift() : answers[0])

function open(options: PhoneOptions = {}): Phone {
  phone = openPage({
    callFunction: () => {
      const answer = nextAnswer()
      return answer === 'never' ? new Promise(() => {}) : Promise.resolve({ result: answer })
    },
    ...options,
  })
  return phone
}

async function show(options: PhoneOptions = {}): Promise<Phone> {
  open(options).show()
  await pass(0)
  return phone
}

/** All that needs no time has happened: the client lets go of its timer in a promise. */
const settled = () => new Promise(setImmediate)

const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds)

test('asks when it is shown, and draws that it does', async () => {
  open()
  expect(phone.calls).toEqual([])
  phone.show()
  expectSound(phone)
  expect(phone.text().trim()).toBe('正在查询')
  expect(phone.all('beat')).toHaveLength(1)
  await pass(0)
  expect(phone.calls).toEqual(['getGrayReleasePlan'])
  expect(barOf(phone).percent).toBe(42)
})

test.each([
  ['zh_CN', '分阶段发布'],
  ['zh_TW', '分阶段发布'],
  ['en', 'Staged release'],
  ['fr', 'Staged release'],
])('speaks to a phone in %s', (language, title) => {
  open({ language })
  expect(phone.title).toBe(title)
})

test('asks again every 30 seconds while the release is running', async () => {
  answers = [plan('running', 42), plan('running', 43), plan('paused', 43)]
  await show()
  expect(phone.text()).toContain('每 30 秒自动更新')
  await pass(30 * SECOND - 1)
  expect(phone.calls).toHaveLength(1)
  await pass(1)
  expect(phone.calls).toHaveLength(2)
  expect(barOf(phone).percent).toBe(43)
  await pass(30 * SECOND)
  expect(phone.calls).toHaveLength(3)
  expect(phone.text()).toContain('暂停中')
  expect(jest.getTimerCount()).toBe(0)
})

test('forgets a plan once there is none, and rests', async () => {
  answers = [plan('running'), failing('no_plan'), failing('system')]
  await show()
  await pass(30 * SECOND)
  expectSound(phone)
  expect(phone.text()).toContain('没有进行中的分阶段发布')
  expect(barOf(phone).percent).toBeUndefined()
  expect(jest.getTimerCount()).toBe(0)
  phone.pull()
  await pass(0)
  expect(phone.text()).toContain('微信系统繁忙')
  expect(barOf(phone).percent).toBeUndefined()
})

test('asks more slowly after each error in a row, and as before once a plan comes', async () => {
  await show()
  answers = [failing('system')]
  let calls = 1
  for (const seconds of [30, 60, 120, 240, 480, 480, 480]) {
    await pass(seconds * SECOND - 1)
    expect(phone.calls).toHaveLength(calls)
    await pass(1)
    calls += 1
    expect(phone.calls).toHaveLength(calls)
  }
  answers = [plan('running')]
  await pass(480 * SECOND)
  await pass(30 * SECOND)
  expect(phone.calls).toHaveLength(calls + 2)
})

test('keeps the plan on the page through a passing error, with a word about it', async () => {
  answers = [plan('running'), failing('system'), plan('running', 44)]
  await show()
  await pass(30 * SECOND)
  expectSound(phone)
  expect(barOf(phone).percent).toBe(42)
  expect(phone.text()).toContain('未能更新：微信系统繁忙')
  expect(phone.text()).toContain('1 分钟后自动重试')
  await pass(60 * SECOND)
  expect(barOf(phone).percent).toBe(44)
  expect(phone.all('notice')).toEqual([])
})

test('shows a lasting error instead of an old plan', async () => {
  answers = [plan('running'), failing('permission')]
  await show()
  await pass(30 * SECOND)
  expectSound(phone)
  expect(barOf(phone).percent).toBeUndefined()
  expect(phone.text()).toContain('没有调用权限')
  await pass(60 * SECOND)
  expect(phone.calls).toHaveLength(3)
})

test('queries again after a passing error at the start, not after a lasting one', async () => {
  answers = [failing('system'), failing('permission')]
  await show()
  expect(phone.text()).toContain('微信系统繁忙')
  await pass(60 * SECOND)
  expect(phone.calls).toHaveLength(2)
  expect(phone.text()).toContain('下拉刷新')
  expect(jest.getTimerCount()).toBe(0)
})

test.each([
  ['timed_out', 'errCode: -504003'],
  ['offline', 'request:fail'],
  ['limited', 'errCode: -501004'],
])('queries again after a call that was %s', async (kind, errMsg) => {
  await show({ callFunction: () => Promise.reject({ errMsg }) })
  expect(phone.text()).toContain(kind)
  const [icon] = nodesOf(phone.drawn()).filter(({ tagName }) => tagName === 'wx-icon')
  expect(icon && attrOf(icon, 'type')).toBe('waiting')
  expect(phone.text()).toContain('1 分钟后自动重试')
  await pass(60 * SECOND)
  expect(phone.calls).toHaveLength(2)
})

test('stops while it is hidden, and asks at once when it is shown again', async () => {
  await show()
  phone.hide()
  expect(jest.getTimerCount()).toBe(0)
  await pass(3600 * SECOND)
  expect(phone.calls).toHaveLength(1)
  phone.show()
  await pass(0)
  expect(phone.calls).toHaveLength(2)
})

test('does not ask at a tap or a pull that comes after it was hidden', async () => {
  answers = [failing('permission'), plan('running')]
  await show()
  phone.hide()
  const ended = phone.pullsEnded
  await phone.tap('button')
  phone.pull()
  await pass(60 * SECOND)
  expect(phone.pullsEnded).toBe(ended + 2)
  expect(phone.calls).toHaveLength(1)
  expect(jest.getTimerCount()).toBe(0)
})

test('leaves an answer alone that comes while it is hidden', async () => {
  let answer: (value: { result: unknown }) => void = () => {}
  open({
    callFunction: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  }).show()
  await pass(0)
  phone.hide()
  await settled()
  expect(jest.getTimerCount()).toBe(0)
  answer({ result: plan('running') })
  await settled()
  expect(phone.text().trim()).toBe('正在查询')
  expect(jest.getTimerCount()).toBe(0)
  phone.show()
  await pass(0)
  expect(phone.calls).toHaveLength(2)
})

test('ends a pull to refresh with the answer, and when it is hidden', async () => {
  await show()
  const ended = phone.pullsEnded
  answers = [plan('running', 50), 'never']
  phone.pull()
  await pass(0)
  expect(phone.pullsEnded).toBe(ended + 1)
  expect(barOf(phone).percent).toBe(50)
  phone.pull()
  await pass(0)
  expect(phone.pullsEnded).toBe(ended + 1)
  phone.hide()
  expect(phone.pullsEnded).toBe(ended + 2)
})

test('never asks twice at a time', async () => {
  answers = ['never']
  await show()
  phone.pull()
  phone.show()
  await pass(0)
  expect(phone.calls).toHaveLength(1)
})

test('puts off its own next question when it is pulled', async () => {
  await show()
  await pass(20 * SECOND)
  phone.pull()
  await pass(10 * SECOND)
  expect(phone.calls).toHaveLength(2)
  await pass(20 * SECOND)
  expect(phone.calls).toHaveLength(3)
})

test('gives up on a call that never ends', async () => {
  answers = ['never']
  await show()
  await pass(20 * SECOND - 1)
  expect(phone.text().trim()).toBe('正在查询')
  await pass(1)
  expectSound(phone)
  expect(phone.text()).toContain('云函数没有及时返回')
})

test('tries again at a tap', async () => {
  answers = [failing('permission'), 'never']
  await show()
  const spins = () => phone.all('button').map((button) => attrOf(button, 'loading'))
  expect(spins()).toEqual([false])
  await phone.tap('button')
  await pass(0)
  expect(phone.calls).toHaveLength(2)
  expect(spins()).toEqual([true])
  expectSound(phone)
})
