import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GatewayRequest, startGateway } from '../../../testing'
import {
  ABOUT_SCENARIO,
  isScenario,
  SCENARIOS,
  type ScenarioName,
} from '../../../testing/gateway/scenario-names'
import { EXIT, Failure, incorrectUsage } from '../../failure'
import { drawRows, type Row } from '../../render'
import { FUNCTIONS, print, type Session } from '../../session'
import { escapeControls, jsonLine } from '../../terminal'
import { drawMessage, drawResult, type FunctionResult } from './draw'
import { runFunction } from './run-function'
import { simulateRelease } from './simulate-release'

/** Options of the command `dev`, as typed; its help says what they mean. */
interface DevOptions {
  scenario?: string
  source?: string
  openid?: string
  json?: boolean
}

/** Runs a ready-made function against the local gateway, and shows the result. */
export async function dev(
  session: Session,
  name = 'getGrayReleasePlan',
  options: DevOptions,
): Promise<number> {
  const { notAFunction, unknownFunction, unknownScenario } = session.texts.dev
  // npm takes `--scenario` for itself if no `--` comes before.
  if (isScenario(name)) throw incorrectUsage(notAFunction(name))
  if (!FUNCTIONS.includes(name)) {
    throw incorrectUsage(unknownFunction(escapeControls(name), FUNCTIONS.join(', ')))
  }
  const { scenario = 'running', openid = 'o-local-developer' } = options
  if (!isScenario(scenario)) {
    throw incorrectUsage(unknownScenario(escapeControls(scenario), SCENARIOS.join(', ')))
  }
  const built = join(session.functionsDir, name, 'index.js')
  if (!existsSync(built)) throw new Failure(session.texts.failure.notBuilt(built))
  const isSimulation =
    name === 'watchGrayRelease' && options.source === undefined && options.scenario === undefined
  // Within a zip of Yarn, another process could neither read it nor work beside it.
  const folder = await mkdtemp(join(tmpdir(), 'wx-gray-release-plan-'))
  const path = join(folder, name, 'index.js')
  try {
    await mkdir(join(folder, name))
    await copyFile(built, path)
    return isSimulation
      ? await simulateRelease(session, path, openid, options.json)
      : await callOnce(session, path, { ...options, scenario, openid })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Calls the function once, and shows all that belongs to the call. */
async function callOnce(
  session: Session,
  path: string,
  {
    scenario,
    source = 'wx_devtools',
    openid,
    json,
  }: DevOptions & { scenario: ScenarioName; openid: string },
): Promise<number> {
  const { texts, look, language, now } = session
  const { shownScenario, shownCaller, shownRequest, shownLog, none } = texts.dev
  const gateway = await startGateway({ reply: scenario })
  const { result, log } = await runFunction<FunctionResult>(session, path, {
    gateway,
    source,
    openid,
  }).finally(() => gateway.close())
  if (json) session.stdout.write(jsonLine(result))
  else {
    // The label stands beside the first.
    const several = (label: string, values: string[]): Row[] =>
      (values.length > 0 ? values : [none]).map((value, at) => [
        at === 0 ? label : '',
        escapeControls(value),
      ])
    const rows = [
      ...several(shownScenario, [`${scenario}: ${ABOUT_SCENARIO[scenario][language]}`]),
      ...several(shownCaller, [`${source || '-'}, OPENID ${openid || '-'}`]),
      ...several(shownRequest, gateway.requests.map(requestLine)),
      // With spaces, lines break between its fields.
      ...several(
        shownLog,
        log.map((line) => line.replaceAll(',"', ', "')),
      ),
    ]
    const messages = gateway.robots.wecom.messages.flatMap((message) => drawMessage(message, look))
    print(session, [
      '',
      ...drawRows(rows, look),
      '',
      ...messages,
      ...drawResult(result, look, now()),
      '',
    ])
  }
  return result.ok ? EXIT.plan : EXIT.failure
}

const requestLine = (request: GatewayRequest): string => {
  const what = request.kind === 'cloud' ? ` ${request.action} ${request.apiName}` : ''
  return `${request.method} ${request.path}${what}`
}
