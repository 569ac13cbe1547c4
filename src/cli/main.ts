import { CommanderError } from 'commander'
import { EXIT, Failure } from './failure'
import { programFor } from './program'
import { reasonOf } from './reason'
import { openSession, type Session, tell } from './session'
import type { Surroundings } from './surroundings'
import { harmless } from './terminal'

/**
 * Runs the command.
 *
 * @param args - what was typed after its name
 * @returns the exit status: 0 all is well, 1 an error result or a failure, 2 wrong usage; or what
 * the signal asks for
 */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const session = openSession(surroundings)
  const { signal } = surroundings
  let status: number = EXIT.plan
  const program = programFor(session, async (run) => {
    status = await run()
  })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (thrown) {
    status = signal.aborted ? EXIT.failure : report(session, thrown)
  }
  return signal.aborted ? signal.reason : status
}

/** Says what went wrong, and gives the exit status of it. */
function report(session: Session, thrown: unknown): number {
  if (thrown instanceof Failure) {
    tell(session, [thrown.message])
    return thrown.exitStatus
  }
  if (thrown instanceof CommanderError) return reportUsage(session, thrown)
  const { usage, failure } = session.texts
  tell(session, [usage.error + failure.unexpected(reasonOf(thrown, session.texts))])
  return EXIT.failure
}

/** Commander ends with an error for help and version too. */
function reportUsage(session: Session, { code, exitCode, message }: CommanderError): number {
  if (exitCode === 0) return EXIT.plan
  // No command was named: commander has shown the help.
  if (code === 'commander.help') return EXIT.usage
  const { usage } = session.texts
  // A token may have been typed after the `=`.
  const quoted = message.replace(/^[^']*'?/, '').replace(/['=].*$/s, '')
  const english = message.replace(/^error: /, '').replace(/=[^']*/, '')
  const reason = usage.reasons[code]?.(quoted) ?? english
  tell(session, [usage.error + harmless(reason), usage.seeHelp('wx-gray-release-plan')])
  return EXIT.usage
}
