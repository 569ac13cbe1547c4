import { type Command, CommanderError } from 'commander'
import { distance } from 'fastest-levenshtein'
import { EXIT, Failure, Interrupted } from './failure'
import { takeLang } from './language'
import { type Commands, programFor } from './program'
import { type CliContext, openSession, printError, reasonOf, type Session } from './session'
import { escapeControls } from './terminal'

/** Each is loaded when it is run: `dev` takes its time. */
const COMMANDS: Commands = {
  dev: async (...given) => (await import('./commands/dev')).dev(...given),
  status: async (...given) => (await import('./commands/status')).status(...given),
  init: async (...given) => (await import('./commands/init')).init(...given),
  grant: async (...given) => (await import('./commands/grant')).grant(...given),
}

/**
 * Runs the command.
 *
 * @param args - what was typed after its name
 * @returns the exit status: 0 success, 1 an error result or a failure, 2 incorrect usage; or that of
 * the signal that ended it early
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const session = openSession(context, args)
  const { others } = takeLang(args)
  let status: number = EXIT.plan
  const program = programFor(session, COMMANDS, async (run) => {
    status = await run()
  })
  try {
    await program.parseAsync(withKnownHelp(program, args, others), { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof Interrupted) return thrown.exitStatus
    return report(session, thrown, partOf(program, others[0]) ?? program, args.at(-1))
  }
  return status
}

const partOf = (program: Command, name: string | undefined): Command | undefined =>
  program.commands.find((part) => part.name() === name)

/** For `help` with an unknown name, commander shows the help as a whole and doesn't mention the name. */
function withKnownHelp(
  program: Command,
  args: readonly string[],
  [first, about]: readonly string[],
): readonly string[] {
  if (first !== 'help' || about === undefined || partOf(program, about)) return args
  return [about]
}

/** Reports what went wrong, and gives the exit status for it. */
function report(
  session: Session,
  thrown: unknown,
  command: Command,
  lastArgument: string | undefined,
): number {
  const { usage, failure } = session.texts
  if (thrown instanceof CommanderError) return reportUsage(session, thrown, command, lastArgument)
  if (!(thrown instanceof Failure)) {
    printError(session, [usage.error + failure.unexpected(reasonOf(thrown, session.texts))])
    return EXIT.failure
  }
  const pointer = thrown.exitStatus === EXIT.usage ? [seeHelp(session, command)] : []
  printError(session, [thrown.message, ...pointer])
  return thrown.exitStatus
}

/** Commander ends with an error after help and version too. */
function reportUsage(
  session: Session,
  { code, exitCode }: CommanderError,
  command: Command,
  lastArgument = '',
): number {
  if (exitCode === 0) return EXIT.plan
  // No command was named: commander has shown the help.
  if (code === 'commander.help') return EXIT.usage
  const { usage } = session.texts
  const help = command.createHelp()
  const options = help.visibleOptions(command).map(({ long }) => long as string)
  const reasons: { readonly [code: string]: () => string } = {
    'commander.unknownOption': () => {
      const typed = withoutValue(command.args.find((arg) => /^-./.test(arg)) as string)
      // Commander doesn't know an option with a value if the option takes none.
      if (options.includes(typed)) return usage.noValue(typed)
      return usage.unknownOption(typed) + suggestion(session, typed, options)
    },
    'commander.unknownCommand': () => {
      const typed = withoutValue(command.args[0] as string)
      const names = help.visibleCommands(command).map((part) => part.name())
      return usage.unknownCommand(typed) + suggestion(session, typed, names)
    },
    'commander.missingArgument': () =>
      usage.missingArgument(command.registeredArguments[0]?.name() ?? ''),
    'commander.optionMissingArgument': () => usage.missingValue(withoutValue(lastArgument)),
  }
  const reason = reasons[code]?.() ?? usage.tooManyArguments
  printError(session, [usage.error + escapeControls(reason), seeHelp(session, command)])
  return EXIT.usage
}

/** A token may have been typed after the `=`, or right after the letter of an option. */
const withoutValue = (typed: string): string =>
  typed.replace(/=.*$/s, '').replace(/^(-[^-]).*$/s, '$1')

/** Names that differ from what was typed by two letters at most. */
function suggestion({ texts }: Session, typed: string, names: string[]): string {
  const similar = names.filter((name) => distance(typed, name) <= 2)
  return similar.length > 0 ? texts.usage.suggestion(similar) : ''
}

const seeHelp = ({ texts }: Session, command: Command): string => {
  const whole = command.parent ? `${command.parent.name()} ` : ''
  return texts.usage.seeHelp(whole + command.name())
}
