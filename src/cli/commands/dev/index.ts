import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { type GatewayRequest, startGateway } from '../../../testing'
import {
  ABOUT_SCENARIO,
  isScenario,
  SCENARIOS,
  type ScenarioName,
} from '../../../testing/gateway/scenario-names'
import { EXIT, Failure, incorrectUsage } from '../../failure'
import { FUNCTIONS, isFunction } from '../../functions'
import { drawError, drawPlan, drawRows, type Row } from '../../render'
import { print, type Session } from '../../session'
import { escapeControls, jsonLine } from '../../terminal'
import { drawHistory, drawMessage } from './draw'
import { functionEnv, resultOf } from './function-env'
import { runFunction } from './run-function'
import { type HistoryResult, simulateRelease } from './simulate-release'

/** Options of the command `dev`. */
export interface DevOptions {
  scenario?: string
  source?: string
  openid?: string
  json?: boolean
}

/** Runs a ready-made function against the local gateway, and shows the result. */
export async function dev(
  session: Session,
  name: string = FUNCTIONS[0],
  options: DevOptions,
): Promise<number> {
  const { scenario } = options
  const { unknownFunction, unknownScenario, notBuilt } = session.texts.dev
  if (!isFunction(name)) {
    throw incorrectUsage(unknownFunction(escapeControls(name), FUNCTIONS.join(', ')))
  }
  if (scenario !== undefined && !isScenario(scenario)) {
    throw incorrectUsage(unknownScenario(escapeControls(scenario), SCENARIOS.join(', ')))
  }
  const built = join(session.functionsDir, name, 'index.js')
  if (!existsSync(built)) throw new Failure(notBuilt(built))
  const { source, openid = 'o-local-developer', json = false } = options
  // Within a zip of Yarn, another process could neither read it nor work beside it.
  const folder = await mkdtemp(join(tmpdir(), 'wx-gray-release-plan-'))
  const path = join(folder, name, 'index.js')
  try {
    await mkdir(join(folder, name))
    await copyFile(built, path)
    return await (name === 'watchGrayRelease' && source === undefined && scenario === undefined
      ? simulateRelease(session, path, openid, json)
      : callOnce(session, path, { scenario, source, openid, json }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** One call of a function by the caller that was chosen. */
async function callOnce(
  session: Session,
  path: string,
  {
    scenario = 'running',
    source = 'wx_devtools',
    openid,
    json,
  }: {
    scenario?: ScenarioName | undefined
    source?: string | undefined
    openid: string
    json: boolean
  },
): Promise<number> {
  const gateway = await startGateway({ reply: scenario })
  const env = functionEnv(session, gateway, { source, openid })
  const run = await runFunction<GetGrayReleasePlanResult | HistoryResult>(path, env, session.signal)
  await gateway.close()
  const result = resultOf(session, run)
  if (json) {
    session.stdout.write(jsonLine(result))
  } else {
    print(session, drawScene(session, { scenario, source, openid }, gateway.requests, run.log))
    const { messages } = gateway.robots.wecom
    if (messages.length > 0) {
      print(
        session,
        messages.flatMap((message) => drawMessage(message, session.look)),
      )
    }
    print(session, drawResult(session, result))
  }
  return result.ok ? EXIT.plan : EXIT.failure
}

function drawScene(
  { language, texts, look }: Session,
  { scenario, source, openid }: { scenario: ScenarioName; source: string; openid: string },
  requests: readonly GatewayRequest[],
  log: readonly string[],
): string[] {
  const { shownScenario, shownCaller, shownRequest, shownLog, none } = texts.dev
  const rows: Row[] = [
    [shownScenario, `${scenario}: ${ABOUT_SCENARIO[scenario][language]}`],
    [shownCaller, escapeControls(`${source || '-'}, OPENID ${openid || '-'}`)],
    ...several(shownRequest, requests.map(requestLine), none),
    // With spaces, lines break between its fields.
    ...several(
      shownLog,
      log.map((line) => escapeControls(line.replaceAll(',"', ', "'))),
      none,
    ),
  ]
  return ['', ...drawRows(rows, look), '']
}

/** One row for each, the label beside the first. */
const several = (label: string, values: string[], none: string): Row[] =>
  (values.length > 0 ? values : [none]).map((value, at) => [at === 0 ? label : '', value])

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
