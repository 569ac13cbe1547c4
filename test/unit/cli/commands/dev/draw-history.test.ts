import { drawHistory, type Point } from '../../../../../src/cli/commands/dev/draw-history'
import type { Look } from '../../../../../src/cli/session'
import { coloursFor } from '../../../../../src/cli/terminal'
import { en } from '../../../../../src/cli/texts/en'

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

it('draws the share over time as steps', () => {
  expect(drawHistory(points(0, 50, 50, 100), look(30))).toEqual([
    '  100 %                     ╭',
    '                            │',
    '                            │',
    '                            │',
    '   50 %        ╭────────────╯',
    '               │',
    '               │',
    '               │',
    '    0 % ───────╯',
    expect.stringMatching(/^ {8}25 Nov 2026, 12:00 ?25 Nov 2026, 15:00$/),
  ])
})

it('draws a share that fell', () => {
  expect(drawHistory(points(100, 0), look(10)).slice(0, 9)).toEqual([
    '  100 % ─────────╮',
    ...Array(3).fill('                 │'),
    '   50 %          │',
    ...Array(3).fill('                 │'),
    '    0 %          ╰',
  ])
})

it('draws a line for one point, no wider than it may be', () => {
  const drawn = drawHistory(points(50), look(500))
  expect(drawn[4]).toBe(`   50 % ${'─'.repeat(60)}`)
  expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThanOrEqual(68)
})

it('says if there is none', () => expect(drawHistory([], look(80))).toEqual(['  No history yet']))
