import { type Command, CommanderError } from 'commander'
import { EXIT, Failure } from './failure'
import { programFor } from './program'
import { reasonOf } from './reason'
import { openSession, type Session, tell } from './session'
import type { Surroundings } from './surroundings'
import { harmless } from './terminal'
import type { UsageCode } from './texts'

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
    await program.parseAsync(withKnownHelp(program, args), { from: 'user' })
  } catch (thrown) {
    const part = hasPart(program, args[0]) ? ` ${args[0]}` : ''
    status = signal.aborted ? EXIT.failure : report(session, thrown, program.name() + part)
  }
  return signal.aborted ? signal.reason : status
}

const hasPart = (program: Command, name: string | undefined): boolean =>
  program.commands.some((part) => part.name() === name)

/** For `help` of what it does not know, commander shows the help as a whole and says nothing of that. */
function withKnownHelp(program: Command, args: readonly string[]): readonly string[] {
  const [first, about] = args
  if (first !== 'help' || about === undefined || hasPart(program, about)) return args
  return [about]
}

/** Says what went wrong, and gives the exit status of it. */
function report(session: Session, thrown: unknown, command: string): number {
  const { usage, failure } = session.texts
  if (thrown instanceof Failure) {
    const pointer = thrown.exitStatus === EXIT.usage ? [usage.seeHelp(command)] : []
    tell(session, [thrown.message, ...pointer])
    return thrown.exitStatus
  }
  if (thrown instanceof CommanderError) return reportUsage(session, thrown, command)
  tell(session, [usage.error + failure.unexpected(reasonOf(thrown, session.texts))])
  return EXIT.failure
}

/** Commander ends with an error for help and version too. */
function reportUsage(
  session: Session,
  { code, exitCode, message }: CommanderError,
  command: string,
): number {
  if (exitCode === 0) return EXIT.plan
  // No command was named: commander has shown the help.
  if (code === 'commander.help') return EXIT.usage
  const { usage } = session.texts
  const meant = /\n\(Did you mean (?:one of )?(.+)\?\)$/.exec(message)?.[1]
  // A token may have been typed after the `=`, or right after the letter of an option.
  const typed = message.replace(/^[^']*'?/, '').replace(/['=].*$/s, '')
  const quoted = typed.replace(/^(-[^-]).*$/s, '$1')
  const reason = usage.reasons[code as UsageCode](quoted)
  const suggestion = meant === undefined ? '' : usage.suggestion(meant)
  tell(session, [usage.error + harmless(reason + suggestion), usage.seeHelp(command)])
  return EXIT.usage
}
