import { type Command, CommanderError } from 'commander'
import type { CliContext } from './cli-context'
import { EXIT, Failure, Interrupted } from './failure'
import { takeLang } from './language'
import { programFor } from './program'
import { reasonOf } from './reason'
import { openSession, printError, type Session } from './session'
import { escapeControls } from './terminal'

/**
 * Runs the command.
 *
 * @param args - what was typed after its name
 * @returns the exit status: 0 all is well, 1 an error result or a failure, 2 wrong usage; or that
 * of the signal which ended it before its work was done
 */
export async function main(args: readonly string[], context: CliContext): Promise<number> {
  const session = openSession(context, args)
  const { others } = takeLang(args)
  let status: number = EXIT.plan
  const program = programFor(session, async (run) => {
    status = await run()
  })
  try {
    await program.parseAsync(withKnownHelp(program, args, others), { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof Interrupted) return thrown.exitStatus
    return report(session, thrown, partOf(program, others[0]) ?? program)
  }
  return status
}

const partOf = (program: Command, name: string | undefined): Command | undefined =>
  program.commands.find((part) => part.name() === name)

/** For `help` of what it does not know, commander shows the help as a whole and says nothing of that. */
function withKnownHelp(
  program: Command,
  args: readonly string[],
  [first, about]: readonly string[],
): readonly string[] {
  if (first !== 'help' || about === undefined || partOf(program, about)) return args
  return [about]
}

/** Says what went wrong, and gives the exit status of it. */
function report(session: Session, thrown: unknown, command: Command): number {
  const { usage, failure } = session.texts
  if (thrown instanceof Failure) {
    const pointer = thrown.exitStatus === EXIT.usage ? [seeHelp(session, command)] : []
    printError(session, [thrown.message, ...pointer])
    return thrown.exitStatus
  }
  if (thrown instanceof CommanderError) return reportUsage(session, thrown, command)
  printError(session, [usage.error + failure.unexpected(reasonOf(thrown, session.texts))])
  return EXIT.failure
}

/** Commander ends with an error for help and version too. */
function reportUsage(
  session: Session,
  { code, exitCode, message }: CommanderError,
  command: Command,
): number {
  if (exitCode === 0) return EXIT.plan
  // No command was named: commander has shown the help.
  if (code === 'commander.help') return EXIT.usage
  const { usage } = session.texts
  const meant = /\n\(Did you mean (?:one of )?(.+)\?\)$/.exec(message)?.[1]
  // A token may have been typed after the `=`, or right after the letter of an option.
  const typed = message.replace(/^[^']*'?/, '').replace(/['=].*$/s, '')
  const quoted = typed.replace(/^(-[^-]).*$/s, '$1')
  const options = command.createHelp().visibleOptions(command)
  // Commander does not know an option with a value if the option takes none.
  const reason = options.some(({ long }) => long === quoted)
    ? usage.noValue(quoted)
    : usage.reasons[code as keyof typeof usage.reasons](quoted) +
      (meant ? usage.suggestion(meant) : '')
  printError(session, [usage.error + escapeControls(reason), seeHelp(session, command)])
  return EXIT.usage
}

const seeHelp = ({ texts }: Session, command: Command): string => {
  const whole = command.parent ? `${command.parent.name()} ` : ''
  return texts.usage.seeHelp(whole + command.name())
}
