import type { GrayReleasePlanError } from '../../../core/error'
import type { GrayReleasePlan } from '../../../core/plan'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { drawPlan } from '../../render'
import { print, printError, type Session } from '../../session'
import { jsonLine, Redrawn } from '../../terminal'
import { localTime } from '../../time'
import { sayError, troubleLines } from './trouble'

/** What follows an answer: another question after some seconds, or the end, with words for it. */
export type Next = { seconds: number } | { exit: number; words?: string | undefined }

/** Shows each answer. */
export type View = (result: GetGrayReleasePlanResult, next: Next) => void

/** A line for each answer, errors too. */
export const jsonView =
  ({ stdout }: Session): View =>
  (result) => {
    stdout.write(jsonLine(result))
  }

/** On a terminal: the plan in one place, and below it what went wrong since. */
export function redrawingView(session: Session): View {
  const { look, texts, now, stdout } = session
  const screen = new Redrawn(stdout)
  let last: { plan: GrayReleasePlan; seenAt: number } | undefined
  return (result, next) => {
    if (result.ok) last = { plan: result.plan, seenAt: now() / 1000 }
    const staleSince = result.ok ? undefined : last?.seenAt
    const plan = last ? ['', ...drawPlan(last.plan, look, now(), staleSince), ''] : []
    if ('seconds' in next) {
      const trouble = result.ok ? [] : [...troubleLines(session, result.error, look), '']
      const footer = look.colours.dim(`  ${texts.status.asking(next.seconds)}`)
      return screen.draw([...plan, ...trouble, footer])
    }
    screen.end(plan)
    // An error that ends it stays when the terminal is closed over the rest.
    if (!result.ok) sayError(session, result.error)
    sayWords(session, next.words)
  }
}

/**
 * Elsewhere: the plan whenever it is another one; what goes wrong on standard error, and in one line
 * with the time if it goes on.
 */
export function appendingView(session: Session): View {
  const { look, errorLook, now } = session
  let shown: string | undefined
  let trouble: GrayReleasePlanError | undefined
  return (result, next) => {
    if (result.ok) {
      const plan = JSON.stringify(result.plan)
      if (plan !== shown) print(session, ['', ...drawPlan(result.plan, look, now())])
      shown = plan
      trouble = undefined
    } else {
      const { error } = result
      if (trouble?.kind === error.kind && trouble.errCode === error.errCode) {
        const [line] = troubleLines(session, error, errorLook)
        printError(session, [`${line} (${localTime(now() / 1000, errorLook)})`])
      } else sayError(session, error)
      trouble = error
    }
    if ('exit' in next) sayWords(session, next.words)
  }
}

function sayWords(session: Session, words: string | undefined): void {
  if (words !== undefined) printError(session, [words])
}
