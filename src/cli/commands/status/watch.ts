import type { GetGrayReleasePlanResult } from '../../../core/result'
import { EXIT } from '../../failure'
import { drawPlan, errorLines } from '../../render'
import { print, type Session, tell } from '../../session'
import { jsonLine, Redrawn } from '../../terminal'
import { secondsInWords } from '../../time'

/** Shows each answer; `last` where no other follows. */
export type View = (result: GetGrayReleasePlanResult, last: boolean) => void

/**
 * Asks until the release is over or an error comes that asking again does not mend.
 *
 * @returns the exit status: 0 where the release is completed, 1 where it was deleted or can't be asked for
 */
export async function watch(
  { signal, sleep }: Session,
  ask: () => Promise<GetGrayReleasePlanResult>,
  seconds: number,
  view: View,
): Promise<number> {
  for (;;) {
    const result = await ask()
    signal.throwIfAborted()
    const end = endOf(result)
    view(result, end !== undefined)
    if (end !== undefined) return end
    await sleep(seconds * 1000)
    signal.throwIfAborted()
  }
}

function endOf(result: GetGrayReleasePlanResult): number | undefined {
  if (!result.ok) return result.error.retryable ? undefined : EXIT.failure
  if (result.plan.status === 'completed') return EXIT.plan
  return result.plan.status === 'deleted' ? EXIT.failure : undefined
}

/** A line for each answer, errors too. */
export const jsonView =
  ({ stdout }: Session): View =>
  (result) => {
    stdout.write(jsonLine(result))
  }

/** On a terminal: the plan in one place, and below it what went wrong since. */
export function redrawingView(session: Session, seconds: number): View {
  const { look, texts, now, stdout } = session
  const footer = look.colours.dim(`  ${texts.status.asking(secondsInWords(seconds, look))}`)
  const screen = new Redrawn(stdout)
  let plan: string[] = []
  return (result, last) => {
    if (result.ok) plan = ['', ...drawPlan(result.plan, look, now()), '']
    const trouble = result.ok ? [] : [...errorLines(result.error, look), '']
    if (!last) return screen.draw([...plan, ...trouble, footer])
    screen.end(plan)
    // An error that ends it stays when the terminal is closed over the rest.
    if (!result.ok) tell(session, errorLines(result.error, session.errorLook))
    sayDeleted(session, result)
  }
}

/** Elsewhere: the plan whenever it is another one; what goes wrong on standard error. */
export function appendingView(session: Session): View {
  let shown: string | undefined
  return (result, last) => {
    if (!result.ok) return tell(session, errorLines(result.error, session.errorLook))
    const plan = JSON.stringify(result.plan)
    if (plan !== shown) print(session, ['', ...drawPlan(result.plan, session.look, session.now())])
    shown = plan
    if (last) sayDeleted(session, result)
  }
}

function sayDeleted(session: Session, result: GetGrayReleasePlanResult): void {
  if (result.ok && result.plan.status === 'deleted') tell(session, [session.texts.status.deleted])
}
