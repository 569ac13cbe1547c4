import { type Command, CommanderError } from 'commander'
import { distance } from 'fastest-levenshtein'
import { EXIT, Failure, Interrupted, incorrectUsage } from './failure'
import { takeLang } from './language'
import { programFor } from './program'
import { type CliContext, openSession, printError, reasonOf, type Session } from './session'
import { escapeControls } from './terminal'

/**
 * Runs the command.
 *
 * @param args - what was typed after its name
 * @returns the exit status: 0 success, 1 an error result or a failure, 2 incorrect usage; or that of
 * the signal that ended it early
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const session = openSession(context, args)
  const [first, about] = takeLang(args).others
  let status: number = EXIT.plan
  const program = programFor(session, (ended) => {
    status = ended
  })
  const named = (name?: string) => program.commands.find((command) => command.name() === name)
  // Commander would show the help as a whole, and not mention the name.
  const isUnknown = first === 'help' && about !== undefined && !named(about)
  try {
    await program.parseAsync(isUnknown ? [about] : args, { from: 'user' })
    return status
  } catch (thrown) {
    if (thrown instanceof Interrupted) return thrown.exitStatus
    if (thrown instanceof CommanderError) {
      // It throws after help and version too, and after the help that it shows if nothing was typed.
      if (thrown.exitCode === 0) return EXIT.plan
      if (thrown.code === 'commander.help') return EXIT.usage
    }
    const command = named(first) ?? program
    const { message, exitStatus } = failureOf(session, thrown, command, args.at(-1))
    const isUsage = exitStatus === EXIT.usage
    printError(session, isUsage ? [message, seeHelp(session, command)] : [message])
    return exitStatus
  }
}

function failureOf(session: Session, thrown: unknown, command: Command, last = ''): Failure {
  const { usage, failure } = session.texts
  if (thrown instanceof Failure) return thrown
  if (!(thrown instanceof CommanderError)) {
    return new Failure(usage.error + failure.unexpected(reasonOf(thrown, session.texts)))
  }
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
    'commander.optionMissingArgument': () => usage.missingValue(withoutValue(last)),
  }
  const reason = reasons[thrown.code]?.() ?? usage.tooManyArguments
  return incorrectUsage(usage.error + escapeControls(reason))
}

/** A token may have been typed after the `=`, or right after the letter of an option. */
const withoutValue = (typed: string): string =>
  typed.replace(/=.*$/s, '').replace(/^(-[^-]).*$/s, '$1')

/** Names that differ from what was typed by two letters at most. */
function suggestion({ texts }: Session, typed: string, names: string[]): string {
  const similar = names.filter((name) => distance(typed, name) <= 2)
  return similar.length > 0 ? texts.usage.suggestion(similar) : ''
}

const seeHelp = ({ texts }: Session, command: Command): string =>
  texts.usage.seeHelp([command.parent?.name(), command.name()].filter(Boolean).join(' '))
