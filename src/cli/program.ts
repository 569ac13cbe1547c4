import { Command, Option } from 'commander'
import { ABOUT_SCENARIO, SCENARIOS } from '../testing/gateway/scenario-names'
import { dev } from './commands/dev'
import { grant } from './commands/grant'
import { init } from './commands/init'
import { status } from './commands/status'
import { LANGUAGES } from './language'
import type { Session } from './session'
import { padTo, widthOf } from './terminal'

/** A command's work; it gives the exit status. */
type Run = () => Promise<number>

/** The command line. `start` takes over what the user chose. */
export function programFor(session: Session, start: (run: Run) => Promise<void>): Command {
  const { texts, stdout, stderr } = session
  const program = new Command('wx-gray-release-plan')
    .description(texts.help.about)
    .version(session.version, '-V, --version', texts.help.version)
    .addOption(new Option('--lang <language>', texts.help.lang).choices(LANGUAGES))
    .helpOption('-h, --help', texts.help.help)
    .helpCommand('help [command]', texts.help.helpCommand)
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => texts.help.titles[title] ?? title,
      displayWidth: widthOf,
    })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => session.look.columns,
      getErrHelpWidth: () => session.errorLook.columns,
      // What is wrong is told in the language of the user, where the exit status is decided.
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
    .action((name, options) => start(() => dev(session, name, options)))

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
    .addHelpText('after', `\n${texts.status.after}`)
    .action((options) => start(() => status(session, options)))

  program
    .command('init')
    .description(texts.init.about)
    .argument('[cloudfunctionRoot]', texts.init.root)
    .option('--watch', texts.init.watch)
    .option('--force', texts.init.force)
    .action((root, options) => start(() => init(session, root, options)))

  program
    .command('grant')
    .description(texts.grant.about)
    .argument('<functionDir>', texts.grant.folder)
    .action((functionDir) => start(() => grant(session, functionDir)))

  return program
}

function scenarioList({ language, texts }: Session): string {
  const width = Math.max(...SCENARIOS.map((name) => name.length))
  const lines = SCENARIOS.map(
    (name) => `  ${padTo(width, name)}  ${ABOUT_SCENARIO[name][language]}`,
  )
  return [texts.dev.scenarios, ...lines].join('\n')
}
