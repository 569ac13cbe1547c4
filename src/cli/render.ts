import type { GrayReleasePlanError } from '../core/error'
import type { GrayReleasePlan, GrayReleaseStatus } from '../core/plan'
import { fullAt, isInProgress } from '../watch/release'
import type { Look } from './session'
import { escapeControls, padTo, widthOf } from './terminal'

/** Cells of the progress bar, if the terminal has room for it. */
const BAR_CELLS = 40
const FEWEST_BAR_CELLS = 10

const COLOUR: { readonly [status in GrayReleaseStatus]: 'green' | 'yellow' | 'red' | 'cyan' } = {
  initial: 'cyan',
  running: 'green',
  paused: 'yellow',
  completed: 'green',
  deleted: 'red',
  unknown: 'yellow',
}

export function localTime(seconds: number, { texts, timeZone }: Look): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const
  return new Intl.DateTimeFormat(texts.locale, options).format(seconds * 1000)
}

/** Units of time in seconds, and up to how many of them are used. The last has no end. */
const UNITS = [
  ['second', 1, 60],
  ['minute', 60, 60],
  ['hour', 3600, 48],
  ['day', 86_400, 60],
  ['month', 2_629_746, 24],
  ['year', 31_556_952, Number.POSITIVE_INFINITY],
] as const

type Unit = (typeof UNITS)[number]

/** How far away a time is, as "in 3 hours". */
export function relativeTime(seconds: number, { texts }: Look, nowMs: number): string {
  const away = seconds - nowMs / 1000
  const fits = ([, size, most]: Unit): boolean => Math.abs(Math.round(away / size)) < most
  const [unit, size] = UNITS.find(fits) as Unit
  const words = new Intl.RelativeTimeFormat(texts.locale).format(Math.round(away / size), unit)
  return words.replace(/(\d)(?=\p{Script=Han})/u, '$1 ')
}

export type Row = readonly [label: string, value: string]

/** Labels in a column of their own, values beside them. */
export function drawRows(rows: readonly Row[], { colours }: Look): string[] {
  const width = Math.max(...rows.map(([label]) => widthOf(label)))
  return rows.map(([label, value]) => `  ${colours.dim(padTo(width, label))}  ${value}`)
}

/** @param staleSince - Unix seconds, if it could not be queried since */
export function drawPlan(
  plan: GrayReleasePlan,
  look: Look,
  nowMs: number,
  staleSince?: number,
): string[] {
  const { texts, colours } = look
  const { created, finish, everyone, first, projectMembers, trialMembers, and } = texts.plan
  const colour = colours[COLOUR[plan.status]]
  const status =
    plan.status === 'unknown' ? texts.plan.later(plan.statusCode) : texts.plan.status[plan.status]
  const inProgress = isInProgress(plan)
  const isToMembers = inProgress && plan.grayPercentage === 0
  const figure = `${percentOf(plan.grayPercentage)}%${isToMembers ? texts.plan.membersOnly : ''}`
  const room = look.columns - widthOf(status) - widthOf(figure) - 6
  const cells = Math.max(FEWEST_BAR_CELLS, Math.min(BAR_CELLS, room))
  const bar = colour(drawBar(plan.grayPercentage, cells))
  const time = (seconds: number): string =>
    seconds === 0
      ? texts.plan.unknownTime
      : texts.plan.time(localTime(seconds, look), relativeTime(seconds, look, nowMs))
  const rows: Row[] = [[created, time(plan.createTimestamp)]]
  if (plan.defaultFinishTimestamp !== undefined) {
    rows.push([finish, time(plan.defaultFinishTimestamp)])
  } else if (inProgress && fullAt(plan) > nowMs) {
    rows.push([everyone, time(fullAt(plan) / 1000)])
  }
  const groups = []
  if (plan.supportDebugerFirst) groups.push(projectMembers)
  if (plan.supportExperiencerFirst) groups.push(trialMembers)
  if (groups.length > 0) rows.push([first, groups.join(and)])
  if (staleSince !== undefined) rows.push([texts.plan.asOf, time(staleSince)])
  return [`  ${colours.bold(colour(status))}  ${bar}  ${figure}`, '', ...drawRows(rows, look)]
}

// Cut off and not rounded: 100 only at 100 percent, and 0 only at 0. Cut out of the text, since a
// product such as 8.2 × 100 is a little less than it should be.
function percentOf(percentage: number): string {
  if (percentage > 0 && percentage < 0.01) return '<0.01'
  return String(Number(String(percentage).replace(/(\.\d\d)\d+$/, '$1')))
}

/** Full only at 100 percent, and empty only at 0. */
function drawBar(percentage: number, cells: number): string {
  const filled = Math.floor((percentage / 100) * cells)
  const shown = percentage > 0 ? Math.max(1, filled) : 0
  return '█'.repeat(shown) + '░'.repeat(cells - shown)
}

const headline = ({ kind, errCode }: GrayReleasePlanError, { texts }: Look): string =>
  errCode === 0 ? kind : texts.error.title(kind, errCode)

export function drawError(error: GrayReleasePlanError, look: Look): string[] {
  const { texts, colours } = look
  const { message, field, hint, rid, attempts, retryable, final } = texts.error
  if (error.kind === 'no_plan') return [`  ${colours.bold(texts.plan.none)}`]
  const rows: Row[] = [[message, escapeControls(error.errMsg)]]
  if (error.kind === 'invalid_response') {
    for (const issue of error.issues) {
      if (issue.path !== '') rows.push([field, escapeControls(`${issue.path}: ${issue.message}`)])
    }
  }
  if (error.kind === 'forbidden' && error.openid)
    rows.push(['OPENID', escapeControls(error.openid)])
  rows.push([hint, escapeControls(error.hint[look.language])])
  if (error.rid !== undefined) rows.push([rid, escapeControls(error.rid)])
  rows.push([attempts, (error.retryable ? retryable : final)(error.attempts)])
  return [`  ${colours.bold(colours.red(headline(error, look)))}`, '', ...drawRows(rows, look)]
}

/** The error in two lines: what happened, and what to do. WeChat's message contains the request ID. */
export function errorLines(error: GrayReleasePlanError, look: Look): [string, string] {
  const { texts, colours } = look
  const label = colours.red(texts.usage.error + headline(error, look) + texts.error.colon)
  return [label + escapeControls(error.errMsg), escapeControls(error.hint[look.language])]
}
