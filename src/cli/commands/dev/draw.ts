import type { Point } from '../../../core/plan'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { drawError, drawPlan, localTime } from '../../render'
import type { Look } from '../../session'
import { escapeControls, padTo, widthOf, wrap } from '../../terminal'

type AccountResult = GetGrayReleasePlanResult | { history: readonly Point[] }

/** What the ready-made functions return: the plan, or from watchGrayRelease to a page the history. */
export type FunctionResult =
  | GetGrayReleasePlanResult
  | { ok: true; history: readonly Point[] }
  | {
      ok: boolean
      /** With GRAY_RELEASE_ACCOUNTS; an account is skipped if there was no time for it. */
      accounts: ({ appid?: string; name?: string } & (AccountResult | { skipped: true }))[]
    }

/** Rows between 0 and 100 percent, and the most columns of the line. */
const ROWS = 8
const MOST_COLUMNS = 60
const FEWEST_COLUMNS = 10
const LABEL_COLUMNS = 4

export function drawResult(result: FunctionResult, look: Look, nowMs: number): string[] {
  const { texts, colours } = look
  if ('accounts' in result) {
    return result.accounts.flatMap((one) => {
      const name = escapeControls(String(one.name || one.appid))
      const drawn = 'skipped' in one ? [`  ${texts.dev.skipped}`] : drawAccount(one, look, nowMs)
      return [`  ${colours.bold(name)}`, '', ...drawn, '']
    })
  }
  return drawAccount(result, look, nowMs)
}

function drawAccount(result: AccountResult, look: Look, nowMs: number): string[] {
  if ('history' in result) return drawHistory(result.history, look)
  return result.ok ? drawPlan(result.plan, look, nowMs) : drawError(result.error, look)
}

/** The percentage over time as a step line, under a heading that names the time zone. */
export function drawHistory(points: readonly Point[], look: Look): string[] {
  const { texts, colours, columns } = look
  const { timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone } = look
  const heading = `  ${colours.bold(texts.dev.history(timeZone))}`
  const first = points[0]
  const last = points[points.length - 1]
  if (!first || !last) return [heading, '', `  ${texts.dev.noHistory}`]
  const width = Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, columns - LABEL_COLUMNS - 4))
  const heights = Array.from({ length: width }, (_, column) => {
    const at = first.at + ((last.at - first.at) * column) / (width - 1)
    const { grayPercentage } = points.reduce((last, one) => (one.at <= at ? one : last), first)
    return Math.round((grayPercentage / 100) * ROWS)
  })
  const rows = Array.from({ length: ROWS + 1 }, (_, fromTop) => {
    const row = ROWS - fromTop
    const label = row % (ROWS / 2) === 0 ? `${(100 * row) / ROWS}%` : ''
    const cells = heights.map((height, column) => cell(row, height, heights[column - 1] ?? height))
    const line = `  ${label.padStart(LABEL_COLUMNS)} ${colours.cyan(cells.join('').trimEnd())}`
    return line.trimEnd()
  })
  const from = localTime(first.at / 1000, look)
  const to = localTime(last.at / 1000, look)
  const indent = ' '.repeat(LABEL_COLUMNS + 3)
  return [
    heading,
    '',
    ...rows,
    colours.dim(`${indent}${padTo(width - widthOf(to), from)}${to}`.trimEnd()),
  ]
}

/** The character of a row where the line is at a height, and was at another one a column before. */
function cell(row: number, height: number, before: number): string {
  if (height === before) return row === height ? '─' : ' '
  const [low, high] = height > before ? [before, height] : [height, before]
  if (row === height) return height > before ? '╭' : '╰'
  if (row === before) return height > before ? '╯' : '╮'
  return row > low && row < high ? '│' : ' '
}

/** A message as the team reads it: its first line stands out. */
export function drawMessage(message: string, { colours, columns }: Look): string[] {
  const bar = `  ${colours.cyan('│')} `
  const lines = message.split('\n').flatMap((line, at) => {
    const text = escapeControls(at === 0 ? line.replace(/^\*\*|\*\*$/g, '') : line)
    const rows = wrap(text, columns - 4).split('\n')
    return at === 0 ? rows.map((row) => colours.bold(row)) : rows
  })
  return [...lines.map((line) => bar + line), '']
}
