import { Command, Option } from 'commander'
import { ABOUT_SCENARIO, SCENARIOS } from '../testing/gateway/scenario-names'
import { incorrectUsage } from './failure'
import { LANGUAGES } from './language'
import type { Session } from './session'
import { padTo, widthOf, wrap } from './terminal'

/**
 * The command line. Each command is loaded only when it runs.
 *
 * @param end - gets the exit status
 */
export function programFor(session: Session, end: (status: number) => void): Command {
  const { texts, stdout, stderr, look, errorLook } = session
  const run =
    (load: () => Promise<(session: Session, ...given: never[]) => Promise<number>>) =>
    async (...given: unknown[]) =>
      end(await (await load())(session, ...(given as never[])))
  const program = new Command('wx-gray-release-plan')
    .description(texts.help.about)
    .version(session.version, '-V, --version', texts.help.version)
    .addOption(
      new Option('--lang <language>', texts.help.lang).argParser((given) => {
        if (!LANGUAGES.some((language) => language === given)) {
          throw incorrectUsage(texts.usage.wrongLanguage)
        }
      }),
    )
    .helpOption('-h, --help', texts.help.help)
    .helpCommand('help [command]', texts.help.helpCommand)
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => texts.help.titles[title] ?? title,
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
    .option('--json', texts.dev.json)
    .addHelpText('after', `\n${scenarioList(session)}`)
    .action(run(async () => (await import('./commands/dev')).dev))

  program
    .command('status')
    .description(texts.status.about)
    .option('--access-token-stdin', texts.status.stdin)
    .option('--cloudrun', texts.status.cloudrun)
    .option('--base-url <url>', texts.status.baseUrl)
    .option('--json', texts.status.json)
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

  return program
}

function scenarioList({ language, texts }: Session): string {
  const width = Math.max(...SCENARIOS.map((name) => name.length))
  const lines = SCENARIOS.map(
    (name) => `  ${padTo(width, name)}  ${ABOUT_SCENARIO[name][language]}`,
  )
  return [texts.dev.scenarios, ...lines].join('\n')
}
