import type { GrayReleasePlanError } from '../../../core/error'
import type { GrayReleasePlan } from '../../../core/plan'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { drawPlan, errorLines, localTime } from '../../render'
import type { Look, Session } from '../../session'
import { isInteractive, jsonLine, wrap } from '../../terminal'
import { Redrawn } from './redrawn'

/** What follows a result: another check after some seconds, or the end; with a message about it. */
export type Next = ({ seconds: number } | { exit: number }) & {
  message?: string | undefined
  /** The result says the same as the message. */
  isInResult?: boolean
}

/** Shows what a person sees of a check. */
export type View = (result: GetGrayReleasePlanResult, next: Next, notes: string[]) => void

export function viewFor(session: Session, json: boolean | undefined): View {
  if (json) return jsonView(session)
  const isLively = isInteractive(session.stdout, session.env)
  return isLively ? redrawingView(session) : appendingView(session)
}

/** A line for each result and error; on standard error what is not in it. */
export function jsonView(session: Session): View {
  const report = reportingOnce(session)
  return (result, { message, isInResult }, notes) => {
    session.stdout.write(jsonLine(result))
    const lines = result.ok ? [] : proxyNote(session, result.error)
    report(message === undefined || isInResult ? lines : [...lines, message])
    session.printNotes(notes)
  }
}

/** On a terminal: the plan in one place, and below it what went wrong since. */
function redrawingView(session: Session): View {
  const { look, texts, now, stdout } = session
  const screen = new Redrawn(stdout)
  let last: { plan: GrayReleasePlan; seenAt: number } | undefined
  const draw = (result: GetGrayReleasePlanResult, next: Next): void => {
    const error = result.ok ? undefined : result.error
    const isNone = error?.kind === 'no_plan'
    if (result.ok) last = { plan: result.plan, seenAt: now() / 1000 }
    // The release it waits for is yet to come: the plan that is gone was another one.
    else if (isNone && 'seconds' in next) last = undefined
    const staleSince = result.ok ? undefined : last?.seenAt
    const plan = last ? ['', ...drawPlan(last.plan, look, now(), staleSince), ''] : []
    if ('seconds' in next) {
      const none = isNone ? ['', `  ${texts.plan.none}`, ''] : []
      const trouble = error && !isNone ? [...troubleLines(session, error, look), ''] : []
      const message = next.message === undefined ? [] : [`  ${next.message}`]
      const footer = look.colours.dim(`  ${texts.status.checking(next.seconds)}`)
      return screen.draw(rowsOf([...plan, ...none, ...trouble, ...message, footer], look))
    }
    screen.end(rowsOf(plan, look))
    // An error that ends it stays when the terminal is closed over the rest.
    if (error) reportError(session, error)
    if (next.message !== undefined) session.printError([next.message])
  }
  return (result, next, notes) => {
    draw(result, next)
    if (notes.length > 0) screen.besides(() => session.printNotes(notes))
  }
}

/** Elsewhere: the plan whenever it has changed; what goes wrong, in one line if it goes on. */
function appendingView(session: Session): View {
  const { look, errorLook, now, texts } = session
  const report = reportingOnce(session)
  let shown: string | undefined
  let trouble: GrayReleasePlanError | undefined

  function showPlan(plan?: GrayReleasePlan): void {
    const json = JSON.stringify(plan) ?? ''
    if (json !== shown) {
      session.print(plan ? ['', ...drawPlan(plan, look, now())] : [texts.plan.none])
    }
    shown = json
    trouble = undefined
  }

  function showTrouble(error: GrayReleasePlanError): void {
    if (trouble?.kind === error.kind && trouble.errCode === error.errCode) {
      const [line] = errorLines(error, errorLook)
      const time = localTime(now() / 1000, errorLook)
      session.printError([texts.status.checkedAt(line, time)])
    } else reportError(session, error)
    trouble = error
  }

  return (result, { message }, notes) => {
    if (result.ok) showPlan(result.plan)
    else if (result.error.kind === 'no_plan') showPlan()
    else showTrouble(result.error)
    report(message === undefined ? [] : [message])
    session.printNotes(notes)
  }
}

/** Writes lines to standard error, but not again those of the result before. */
function reportingOnce(session: Session): (lines: string[]) => void {
  let reported = ''
  return (lines) => {
    const text = lines.join('\n')
    if (text !== '' && text !== reported) session.printError(lines)
    reported = text
  }
}

const rowsOf = (lines: string[], { columns }: Look): string[] =>
  wrap(lines.join('\n'), columns).split('\n')

/** Notes that Node.js may not have used a proxy that is set. */
function proxyNote({ env, texts }: Session, { kind }: GrayReleasePlanError): string[] {
  const proxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find((name) => env[name])
  const isOfConnection = kind === 'network' || kind === 'timeout'
  return proxy && isOfConnection ? [texts.usage.note + texts.status.proxy(proxy)] : []
}

const troubleLines = (session: Session, error: GrayReleasePlanError, look: Look): string[] => [
  ...errorLines(error, look),
  ...proxyNote(session, error),
]

/** Reports why there is no plan to show; that no release is in progress is a result and no error. */
export function reportError(session: Session, error: GrayReleasePlanError): void {
  if (error.kind === 'no_plan') session.print([session.texts.plan.none])
  else session.printError(troubleLines(session, error, session.errorLook))
}
