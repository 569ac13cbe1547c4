import { Help } from 'commander'
import type { GrayReleasePlanError } from '../core/error'
import type { GrayReleasePlan, GrayReleaseStatus } from '../core/plan'
import type { Look } from './session'
import { escapeControls, padTo, widthOf } from './terminal'
import { localTime, relativeTime } from './time'

/** Cells of the progress bar, if the terminal has room for it. */
const BAR_CELLS = 40
const FEWEST_BAR_CELLS = 10

/** A window with fewer has no room for two columns: values go below their labels. */
const LEAST_COLUMNS = 60

const wrapper = Object.assign(new Help(), { displayWidth: widthOf, minWidthToWrap: 10 })

const COLOUR: { readonly [status in GrayReleaseStatus]: 'green' | 'yellow' | 'red' | 'cyan' } = {
  initial: 'cyan',
  running: 'green',
  paused: 'yellow',
  completed: 'green',
  deleted: 'red',
  unknown: 'yellow',
}

/** A label and what it is the label of. */
export type Row = readonly [label: string, value: string]

/** Labels in a column of their own, values beside them. */
export function drawRows(rows: readonly Row[], { colours, columns }: Look): string[] {
  if (columns < LEAST_COLUMNS) {
    return rows.flatMap(([label, value]) => [
      `  ${colours.dim(label)}`,
      ...wrapper
        .boxWrap(value, columns - 4)
        .split('\n')
        .map((line) => `    ${line}`),
    ])
  }
  const width = Math.max(...rows.map(([label]) => widthOf(label)))
  return rows.map(([label, value]) => `  ${colours.dim(padTo(width, label))}  ${value}`)
}

/**
 * The plan as a person likes to read it.
 *
 * @param staleSince - Unix seconds, if it could not be asked for since
 */
export function drawPlan(
  plan: GrayReleasePlan,
  look: Look,
  nowMs: number,
  staleSince?: number,
): string[] {
  const { texts, colours } = look
  const { created, finish, first, asOf, unknownTime } = texts.plan
  const colour = colours[COLOUR[plan.status]]
  const status =
    plan.status === 'unknown' ? texts.plan.later(plan.statusCode) : texts.plan.status[plan.status]
  const figure = `${percentOf(plan.grayPercentage)} %`
  const isNarrow = look.columns < LEAST_COLUMNS
  const room = look.columns - (isNarrow ? 3 : widthOf(status) + widthOf(figure) + 7)
  const cells = Math.max(FEWEST_BAR_CELLS, Math.min(BAR_CELLS, room))
  const bar = colour(drawBar(plan.grayPercentage, cells))
  const time = (seconds: number): string =>
    seconds === 0
      ? unknownTime
      : `${localTime(seconds, look)} (${relativeTime(seconds, look, nowMs)})`
  const rows: Row[] = [[created, time(plan.createTimestamp)]]
  if (plan.defaultFinishTimestamp !== undefined) {
    rows.push([finish, time(plan.defaultFinishTimestamp)])
  }
  const firstOnes = whoIsFirst(plan, look)
  if (firstOnes !== '') rows.push([first, firstOnes])
  if (staleSince !== undefined) rows.push([asOf, time(staleSince)])
  const name = colours.bold(colour(status))
  const head = isNarrow ? [`  ${name}  ${figure}`, `  ${bar}`] : [`  ${name}  ${bar}  ${figure}`]
  return [...head, '', ...drawRows(rows, look)]
}

/**
 * Two digits behind the point at most, cut off and not rounded: 100 only at 100 percent, and 0 only
 * at 0. Cut out of the text, since a product such as 8.2 × 100 is a little less than it should be.
 */
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

function whoIsFirst(plan: GrayReleasePlan, { texts }: Look): string {
  const groups = []
  if (plan.supportDebugerFirst) groups.push(texts.plan.projectMembers)
  if (plan.supportExperiencerFirst) groups.push(texts.plan.trialMembers)
  return groups.join(texts.plan.and)
}

const headline = ({ kind, errCode }: GrayReleasePlanError): string => `${kind} (${errCode})`

/** The error with all it tells. */
export function drawError(error: GrayReleasePlanError, look: Look): string[] {
  const { texts, colours } = look
  if (error.kind === 'no_plan') return [`  ${colours.bold(texts.plan.none)}`]
  const rows: Row[] = [[texts.error.words, escapeControls(error.errMsg)]]
  if (error.kind === 'invalid_response') {
    for (const { path, message } of error.issues) {
      if (path !== '') rows.push([texts.error.field, escapeControls(`${path}: ${message}`)])
    }
  }
  if (error.kind === 'forbidden' && error.openid)
    rows.push(['OPENID', escapeControls(error.openid)])
  rows.push([texts.error.hint, escapeControls(error.hint[look.language])])
  if (error.rid !== undefined) rows.push([texts.error.rid, escapeControls(error.rid)])
  const outlook = error.retryable ? texts.error.retryable : texts.error.final
  rows.push([texts.error.attempts, `${error.attempts} (${outlook})`])
  return [`  ${colours.bold(colours.red(headline(error)))}`, '', ...drawRows(rows, look)]
}

/** The error in two lines: what happened, and what to do. WeChat's words hold the request id. */
export function errorLines(error: GrayReleasePlanError, look: Look): string[] {
  const { texts, colours } = look
  const label = colours.red(`${texts.usage.error}${headline(error)}:`)
  return [`${label} ${escapeControls(error.errMsg)}`, escapeControls(error.hint[look.language])]
}
