import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { type GatewayRequest, startGateway } from '../../../testing'
import { ABOUT_SCENARIO, isScenario, SCENARIOS } from '../../../testing/gateway/scenario-names'
import { EXIT, Failure, incorrectUsage } from '../../failure'
import { drawError, drawPlan, drawRows, type Row } from '../../render'
import { FUNCTIONS, print, type Session } from '../../session'
import { escapeControls, jsonLine } from '../../terminal'
import { drawHistory, drawMessage } from './draw'
import { functionEnv, resultOf } from './function-env'
import { runFunction } from './run-function'
import { type HistoryResult, simulateRelease } from './simulate-release'

/** Options of the command `dev`, as typed; its help says what they mean. */
export interface DevOptions {
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
  const { scenario = 'running', source = 'wx_devtools', openid = 'o-local-developer' } = options
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
    if (isSimulation) return await simulateRelease(session, path, openid, options.json)
    const gateway = await startGateway({ reply: scenario })
    const env = functionEnv(session, gateway, { source, openid })
    const run = await runFunction<GetGrayReleasePlanResult | HistoryResult>(
      path,
      env,
      session.signal,
    )
    await gateway.close()
    const result = resultOf(session, run)
    if (options.json) {
      session.stdout.write(jsonLine(result))
    } else {
      const about = `${scenario}: ${ABOUT_SCENARIO[scenario][session.language]}`
      const caller = escapeControls(`${source || '-'}, OPENID ${openid || '-'}`)
      print(session, [
        ...drawScene(session, about, caller, gateway.requests, run.log),
        ...gateway.robots.wecom.messages.flatMap((message) => drawMessage(message, session.look)),
        ...drawResult(session, result),
      ])
    }
    return result.ok ? EXIT.plan : EXIT.failure
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function drawScene(
  { texts, look }: Session,
  about: string,
  caller: string,
  requests: readonly GatewayRequest[],
  log: readonly string[],
): string[] {
  const { shownScenario, shownCaller, shownRequest, shownLog, none } = texts.dev
  /** The label stands beside the first. */
  const several = (label: string, values: string[]): Row[] =>
    (values.length > 0 ? values : [none]).map((value, at) => [at === 0 ? label : '', value])
  const rows: Row[] = [
    [shownScenario, about],
    [shownCaller, caller],
    ...several(shownRequest, requests.map(requestLine)),
    // With spaces, lines break between its fields.
    ...several(
      shownLog,
      log.map((line) => escapeControls(line.replaceAll(',"', ', "'))),
    ),
  ]
  return ['', ...drawRows(rows, look), '']
}

const requestLine = (request: GatewayRequest): string => {
  const what = request.kind === 'cloud' ? ` ${request.action} ${request.apiName}` : ''
  return escapeControls(`${request.method} ${request.path}${what}`)
}

function drawResult(
  { look, now }: Session,
  result: GetGrayReleasePlanResult | HistoryResult,
): string[] {
  if (!result.ok) return [...drawError(result.error, look), '']
  const drawn =
    'history' in result ? drawHistory(result.history, look) : drawPlan(result.plan, look, now())
  return [...drawn, '']
}
