import type { GrayReleasePlanError } from '../../../core/error'
import type { GrayReleasePlan } from '../../../core/plan'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { drawPlan } from '../../render'
import { print, printError, type Session } from '../../session'
import { jsonLine, Redrawn } from '../../terminal'
import { localTime } from '../../time'
import { notesOn, sayError, troubleLines } from './trouble'

/** What follows an answer: another question after some seconds, or the end; with words for it. */
export type Next = ({ seconds: number } | { exit: number }) & {
  words?: string | undefined
  /** The answer says the same as the words. */
  isInAnswer?: boolean
}

/** What is seen of a watch. */
export interface View {
  /** Shows an answer. */
  show(result: GetGrayReleasePlanResult, next: Next): void
  /** Says something on standard error that is no answer. */
  note(lines: string[]): void
}

/** A line for each answer, errors too; on standard error what is not in it. */
export function jsonView(session: Session): View {
  const say = sayingOnce(session)
  return {
    show(result, { words, isInAnswer }) {
      session.stdout.write(jsonLine(result))
      const notes = result.ok ? [] : notesOn(session, result.error)
      say([...notes, ...(words === undefined || isInAnswer ? [] : [words])])
    },
    note: (lines) => printError(session, lines),
  }
}

/** On a terminal: the plan in one place, and below it what went wrong since. */
export function redrawingView(session: Session): View {
  const { look, texts, now, stdout } = session
  const screen = new Redrawn(stdout)
  let last: { plan: GrayReleasePlan; seenAt: number } | undefined
  return {
    show(result, next) {
      const error = result.ok ? undefined : result.error
      const isNone = error?.kind === 'no_plan'
      if (result.ok) last = { plan: result.plan, seenAt: now() / 1000 }
      // What it waits for is yet to come: the plan that is gone was another one.
      else if (isNone && 'seconds' in next) last = undefined
      const staleSince = result.ok ? undefined : last?.seenAt
      const plan = last ? ['', ...drawPlan(last.plan, look, now(), staleSince), ''] : []
      if ('seconds' in next) {
        const none = isNone ? ['', `  ${texts.plan.none}`, ''] : []
        const trouble = error && !isNone ? [...troubleLines(session, error, look), ''] : []
        const words = next.words === undefined ? [] : [`  ${next.words}`]
        const footer = look.colours.dim(`  ${texts.status.asking(next.seconds)}`)
        return screen.draw([...plan, ...none, ...trouble, ...words, footer])
      }
      screen.end(plan)
      // An error that ends it stays when the terminal is closed over the rest.
      if (error) sayError(session, error)
      if (next.words !== undefined) printError(session, [next.words])
    },
    note: (lines) => screen.besides(() => printError(session, lines)),
  }
}

/**
 * Elsewhere: the plan whenever it is another one; what goes wrong on standard error, and in one line
 * with the time if it goes on.
 */
export function appendingView(session: Session): View {
  const { look, errorLook, now, texts } = session
  const say = sayingOnce(session)
  let shown: string | undefined
  let trouble: GrayReleasePlanError | undefined

  function showAnswer(plan: GrayReleasePlan | undefined): void {
    const lines = plan ? ['', ...drawPlan(plan, look, now())] : [texts.plan.none]
    const answer = JSON.stringify(plan) ?? ''
    if (answer !== shown) print(session, lines)
    shown = answer
    trouble = undefined
  }

  function showTrouble(error: GrayReleasePlanError): void {
    if (trouble?.kind === error.kind && trouble.errCode === error.errCode) {
      const [line] = troubleLines(session, error, errorLook)
      printError(session, [`${line} (${localTime(now() / 1000, errorLook)})`])
    } else sayError(session, error)
    trouble = error
  }

  return {
    show(result, { words }) {
      if (result.ok) showAnswer(result.plan)
      else if (result.error.kind === 'no_plan') showAnswer(undefined)
      else showTrouble(result.error)
      say(words === undefined ? [] : [words])
    },
    note: (lines) => printError(session, lines),
  }
}

/** Says lines on standard error, but not those again that it said at the answer before. */
function sayingOnce(session: Session): (lines: string[]) => void {
  let said = ''
  return (lines) => {
    const text = lines.join('\n')
    if (text !== '' && text !== said) printError(session, lines)
    said = text
  }
}
