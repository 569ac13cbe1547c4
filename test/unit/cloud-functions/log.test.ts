import { logLine } from '../../../src/cloud-functions/log'
import { toError } from '../../../src/sdk/to-error'

const plan = { status: 'running', statusCode: 1, grayPercentage: 8, createTimestamp: 1 } as const

it('tells a success', () => {
  expect(JSON.parse(logLine({ ok: true, plan }, 1, 12.6))).toEqual({
    api: 'operation.getGrayReleasePlan',
    outcome: 'ok',
    errCode: 0,
    attempts: 1,
    milliseconds: 13,
  })
})

it('tells an error in one line, whatever its words hold', () => {
  const errMsg = 'forged"}\n{"outcome":"ok"}\u2028\u001b[31m rid: 6512f0a1-2b3c4d5e-0a1b2c3d\n'
  const line = logLine({ ok: false, error: toError({ errCode: -1, errMsg }, 3) }, 3, 7)
  expect(line).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(line)).toEqual({
    api: 'operation.getGrayReleasePlan',
    outcome: 'error',
    kind: 'system',
    errCode: -1,
    rid: '6512f0a1-2b3c4d5e-0a1b2c3d',
    attempts: 3,
    milliseconds: 7,
  })
})
