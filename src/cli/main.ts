import { Command, CommanderError } from 'commander'
import { ABOUT_SCENARIO, SCENARIOS } from '../testing/gateway/scenario-names'
import { EXIT, Failure, Interrupted, incorrectUsage } from './failure'
import {
  type CliContext,
  LANGUAGES,
  openSession,
  reasonOf,
  type Session,
  similarTo,
  suggestion,
  takeLang,
} from './session'
import { escapeControls, padTo, widthOf, wrap } from './terminal'

/** Runs the command. @returns the exit status */
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
    const { usage } = session.texts
    const command = named(first) ?? program
    const { message, exitStatus } = failureOf(session, thrown, command, args.at(-1) as string)
    const lines = [usage.error + message]
    if (exitStatus === EXIT.usage) {
      const path = [command.parent?.name(), command.name()].filter(Boolean).join(' ')
      lines.push(usage.seeHelp(path))
    }
    session.printError(lines)
    return exitStatus
  }
}

/** The command line. Each command is loaded only when it runs. */
function programFor(session: Session, end: (status: number) => void): Command {
  const { texts, stdout, stderr, look, errorLook } = session
  const run =
    (load: () => Promise<(session: Session, ...given: never[]) => Promise<number>>) =>
    async (...given: unknown[]) =>
      end(await (await load())(session, ...(given as never[])))
  const { titles } = texts.help
  const translated = (text: string): string =>
    titles[text] ?? text.replace(/\[\w+\]/g, (word) => titles[word] ?? word)
  const program = new Command('wx-gray-release-plan')
    .description(texts.help.about)
    .version(session.version, '-V, --version', texts.help.version)
    .option('--lang <language>', texts.help.lang, (given) => {
      if (!LANGUAGES.some((language) => language === given)) {
        throw incorrectUsage(texts.usage.wrongLanguage)
      }
    })
    .helpOption('-h, --help', texts.help.help)
    .helpCommand('help [command]', texts.help.helpCommand)
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: translated,
      styleUsage: translated,
      styleSubcommandTerm: translated,
      displayWidth: widthOf,
      // It doesn't break Chinese.
      minWidthToWrap: Number.POSITIVE_INFINITY,
    })
    .configureOutput({
      // It puts a space behind each title, where Chinese has none.
      writeOut: (text) => stdout.write(wrap(text.replace('： ', '：'), look.columns)),
      writeErr: (text) => stderr.write(wrap(text, errorLook.columns)),
      // Reported in the language of the user, where the exit status is decided.
      outputError: () => undefined,
    })
    .addHelpText('after', `\n${texts.help.more}\n\n${texts.help.statuses}`)

  program
    .command('dev')
    .description(texts.dev.about)
    .argument('[function]', texts.dev.function)
    .option('--scenario <name>', texts.dev.scenario)
    .option('--source <source>', texts.dev.source)
    .option('--openid <openid>', texts.dev.openid)
    .option('--json', texts.help.json)
    .addHelpText('after', `\n${scenarioList(session)}`)
    .action(run(async () => (await import('./commands/dev')).dev))

  program
    .command('status')
    .description(texts.status.about)
    .option('--access-token-stdin', texts.status.stdin)
    .option('--cloudrun', texts.status.cloudrun)
    .option('--base-url <url>', texts.status.baseUrl)
    .option('--json', texts.help.json)
    .option('--watch', texts.status.watch)
    .option('--interval <seconds>', texts.status.interval)
    .option('--until <percent>', texts.status.until)
    .option('--timeout <seconds>', texts.status.timeout)
    .option('--created-after <time>', texts.status.createdAfter)
    .option('--notify', texts.status.notify)
    .option('--state <folder>', texts.status.state)
    .option('--name <name>', texts.status.name)
    .addHelpText('after', `\n${texts.status.after}`)
    .action(run(async () => (await import('./commands/status')).status))

  program
    .command('init')
    .description(texts.init.about)
    .argument('[cloudfunctionRoot]', texts.init.root)
    .option('--watch', texts.init.watch)
    .option('--force', texts.init.force)
    .action(run(async () => (await import('./commands/init')).init))

  program
    .command('grant')
    .description(texts.grant.about)
    .argument('<functionDir>', texts.grant.folder)
    .action(run(async () => (await import('./commands/grant')).grant))

  for (const option of program.commands.flatMap(({ options }) => options)) {
    if (!option.required) continue
    // Commander would take the next option for the value.
    option.argParser((given) => {
      if (!given.startsWith('--')) return given
      throw incorrectUsage(texts.usage.missingValue(option.long as string))
    })
  }
  return program
}

function scenarioList({ language, texts }: Session): string {
  const width = Math.max(...SCENARIOS.map((name) => name.length))
  const lines = SCENARIOS.map(
    (name) => `  ${padTo(width, name)}  ${ABOUT_SCENARIO[name][language]}`,
  )
  return [texts.dev.scenarios, ...lines].join('\n')
}

/** What went wrong, in the language of the user; commander's own messages are English. */
function failureOf(session: Session, thrown: unknown, command: Command, last: string): Failure {
  const { usage, failure } = session.texts
  if (thrown instanceof Failure) return thrown
  if (!(thrown instanceof CommanderError)) {
    return new Failure(failure.unexpected(reasonOf(thrown, session.texts)))
  }
  const help = command.createHelp()
  const options = help.visibleOptions(command).map(({ long }) => long as string)
  const reasons: { readonly [code: string]: () => string } = {
    'commander.unknownOption': () => {
      const typed = withoutValue(command.args.find((arg) => /^-./.test(arg)) as string)
      // Commander doesn't know an option with a value if the option takes none.
      if (options.includes(typed)) return usage.noValue(typed)
      return usage.unknownOption(typed) + suggestion(session, similarTo(typed, options))
    },
    'commander.unknownCommand': () => {
      const typed = withoutValue(command.args[0] as string)
      const names = help.visibleCommands(command).map((part) => part.name())
      return usage.unknownCommand(typed) + suggestion(session, similarTo(typed, names))
    },
    'commander.missingArgument': () =>
      usage.missingArgument(command.registeredArguments.map((one) => one.name()).join(' ')),
    'commander.optionMissingArgument': () => usage.missingValue(withoutValue(last)),
  }
  return incorrectUsage(reasons[thrown.code]?.() ?? usage.tooManyArguments)
}

/** A token may have been typed after the `=`, or right after the letter of an option. */
const withoutValue = (typed: string): string =>
  escapeControls(typed.replace(/=.*$/s, '').replace(/^(-[^-]).*$/s, '$1'))
