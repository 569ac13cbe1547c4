import { drawHistory, drawMessage, drawResult } from '../../../../../src/cli/commands/dev/draw'
import type { Look } from '../../../../../src/cli/session'
import { coloursFor } from '../../../../../src/cli/terminal'
import { en } from '../../../../../src/cli/texts/en'
import { createError } from '../../../../../src/core/error'
import type { Point } from '../../../../../src/core/plan'

const look = (columns: number): Look => ({
  language: 'en',
  texts: en,
  colours: coloursFor({ write: () => undefined }, { NO_COLOR: '1' }),
  columns,
  timeZone: 'Asia/Shanghai',
})
const NOON = Date.UTC(2026, 10, 25, 4)
const points = (...shares: number[]): Point[] =>
  shares.map((grayPercentage, hour) => ({
    at: NOON + hour * 3_600_000,
    status: 'running',
    grayPercentage,
  }))

const heading = ['  History, as returned to a page (times in Asia/Shanghai)', '']

it('draws the percentage over time as steps', () => {
  expect(drawHistory(points(0, 50, 50, 100), look(30))).toEqual([
    ...heading,
    '  100%                      ╭',
    ...Array(3).fill('                            │'),
    '   50%        ╭─────────────╯',
    ...Array(3).fill('              │'),
    '    0% ───────╯',
    expect.stringMatching(/^ {7}25 Nov 2026, 12:00 ?25 Nov 2026, 15:00$/),
  ])
})

it('draws a percentage that fell', () => {
  expect(drawHistory(points(100, 0), look(10)).slice(2, 11)).toEqual([
    '  100% ─────────╮',
    ...Array(3).fill('                │'),
    '   50%          │',
    ...Array(3).fill('                │'),
    '    0%          ╰',
  ])
})

it('draws a line for one point, no wider than it may be', () => {
  const drawn = drawHistory(points(50), look(500))
  expect(drawn[6]).toBe(`   50% ${'─'.repeat(60)}`)
  expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThanOrEqual(67)
})

it('says if there is none, and in which zone its times would be', () => {
  expect(drawHistory([], look(80))).toEqual([...heading, '  No history yet'])
  const { timeZone: _, ...here } = look(80)
  expect(drawHistory([], { ...here, timeZone: undefined })[0]).toContain(
    Intl.DateTimeFormat().resolvedOptions().timeZone,
  )
})

it('draws the results of several accounts under their names', () => {
  const plan = { status: 'running', statusCode: 1, grayPercentage: 8, createTimestamp: 1 } as const
  const error = createError('network', { errMsg: 'reset', attempts: 1 })
  const accounts = [
    { appid: 'wx1', name: 'Shop', ok: true as const, plan },
    { appid: 'wx2', ok: false as const, error },
    { name: 'Own', skipped: true as const },
    { name: 'Page', history: [] },
  ]
  const drawn = drawResult({ ok: false, accounts }, look(80), NOON).join('\n')
  expect(drawn).toMatch(/^ {2}Shop\n\n.*8%.*\n {2}wx2\n\n.*reset.*\n {2}Own\n\n {2}Not checked/s)
  expect(drawn).toMatch(/\n {2}Page\n\n.*No history yet\n$/s)
})

it('draws a message in a frame that is no wider than the terminal', () => {
  expect(drawMessage('**Title**\none two three\u001b[31m', look(16))).toEqual([
    '  │ Title',
    '  │ one two',
    '  │   three\\u001',
    '  │   b[31m',
    '',
  ])
})
