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
      writeOut: (text) => stdout.write(wrap(text, look.columns)),
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
    .action(async (name, options) => {
      const { dev } = await import('./commands/dev')
      end(await dev(session, name, options))
    })

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
    .action(async (options) => {
      const { status } = await import('./commands/status')
      end(await status(session, options))
    })

  program
    .command('init')
    .description(texts.init.about)
    .argument('[cloudfunctionRoot]', texts.init.root)
    .option('--watch', texts.init.watch)
    .option('--force', texts.init.force)
    .action(async (root, options) => {
      const { init } = await import('./commands/init')
      end(await init(session, root, options))
    })

  program
    .command('grant')
    .description(texts.grant.about)
    .argument('<functionDir>', texts.grant.folder)
    .action(async (functionDir) => {
      const { grant } = await import('./commands/grant')
      end(await grant(session, functionDir))
    })

  return program
}

function scenarioList({ language, texts }: Session): string {
  const width = Math.max(...SCENARIOS.map((name) => name.length))
  const lines = SCENARIOS.map(
    (name) => `  ${padTo(width, name)}  ${ABOUT_SCENARIO[name][language]}`,
  )
  return [texts.dev.scenarios, ...lines].join('\n')
}
