import { checkSingle, toQueue } from '../../../../src/testing/gateway/reply'
import {
  ABOUT_SCENARIO,
  isScenario,
  SCENARIOS,
} from '../../../../src/testing/gateway/scenario-names'
import { SCENARIO_TABLE } from '../../../../src/testing/gateway/scenarios'

it('makes a queue of one reply or several', () => {
  const choose = () => 'busy' as const
  const entries = ['busy', { status: 1 }, { errCode: 1 }, choose]
  expect(toQueue('running')).toEqual(['running'])
  expect(toQueue(choose)).toEqual([choose])
  expect(toQueue(entries)).toEqual(entries)
  expect(toQueue(entries)).not.toBe(entries)
})

it('lists the scenarios where there is none of that name', () => {
  expect(() => checkSingle('runing')).toThrow(
    `no scenario is called 'runing'; there are running, paused, completed,`,
  )
  expect(() => toQueue(['running', 'constructor'])).toThrow('json-array, json-string')
})

it.each([
  { status: 1 },
  { status: 'later', statusCode: 9 },
  { errCode: 1 },
  { wechat: {} },
  { gateway: { code: 'X', message: 'y' } },
  { http: {} },
])('takes %j', (reply) => {
  expect(checkSingle(reply)).toBe(reply)
})

it.each([undefined, null, 1, {}, { status: 'running' }, [['running']]])('refuses %j', (reply) => {
  expect(() => toQueue([reply])).toThrow(TypeError)
})

it('rejects an empty array', () => {
  expect(() => toQueue([])).toThrow('at least one')
})

it('replies to exactly the scenarios it names, in that order, each described in one line', () => {
  expect(Object.keys(SCENARIO_TABLE)).toEqual([...SCENARIOS])
  for (const name of SCENARIOS) {
    expect(isScenario(name)).toBe(true)
    expect(ABOUT_SCENARIO[name].en).toMatch(/^[^\n]{10,90}$/)
    expect(ABOUT_SCENARIO[name].zh).toMatch(/^(?=.*\p{Script=Han})[^\n]{5,60}$/u)
  }
})
