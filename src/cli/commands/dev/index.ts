import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { type Gateway, startGateway } from '../../../testing/gateway'
import type { GatewayRequest } from '../../../testing/gateway/request'
import { isScenario, SCENARIOS, type ScenarioName } from '../../../testing/gateway/scenarios'
import { EXIT, Failure, wrongUsage } from '../../failure'
import { drawError, drawPlan, drawRows, type Row } from '../../render'
import { print, type Session } from '../../session'
import { escapeControls, jsonLine } from '../../terminal'
import { runFunction } from './run-function'

/** Options of the command `dev`. */
export interface DevOptions {
  scenario?: string
  source?: string
  openid?: string
  json?: boolean
}

/** Runs the ready-made function once against the local gateway, and shows what came out. */
export async function dev(session: Session, options: DevOptions): Promise<number> {
  const { scenario = 'running', source = 'wx_devtools', openid = 'o-local-developer' } = options
  if (!isScenario(scenario)) {
    const { unknownScenario } = session.texts.dev
    throw wrongUsage(unknownScenario(escapeControls(scenario), SCENARIOS.join(', ')))
  }
  const path = join(session.functionDir, 'index.js')
  if (!existsSync(path)) throw new Failure(session.texts.dev.notBuilt(path))
  const gateway = await startGateway({ reply: scenario })
  const env = callerEnv(session, gateway, source, openid)
  const run = await runFunction(path, env, session.signal)
  await gateway.close()
  session.signal.throwIfAborted()
  if (!run.result) throw new Failure(session.texts.dev.crashed(lastWords(run.stderr)))
  if (options.json) {
    session.stdout.write(jsonLine(run.result))
  } else {
    print(session, drawScene(session, { scenario, source, openid }, gateway.requests, run.log))
    print(session, drawResult(session, run.result))
  }
  return run.result.ok ? EXIT.plan : EXIT.failure
}

/** The environment of the function: who calls, and where the gateway is. */
function callerEnv({ env }: Session, gateway: Gateway, source: string, openid: string) {
  // What the function itself can be set to is tried here too.
  const settings = Object.entries(env).filter(([name]) => name.startsWith('GRAY_RELEASE_'))
  return {
    ...Object.fromEntries(settings),
    // Without it no socket opens on Windows.
    ...(env['SystemRoot'] !== undefined && { SystemRoot: env['SystemRoot'] }),
    ...gateway.env,
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID',
    WX_OPENID: openid,
    WX_APPID: 'wx0000000000000000',
    TCB_SOURCE: source,
  }
}

/** The line that says why a process ended: the one that names an error. */
function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  return escapeControls(lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0] ?? '')
}

function drawScene(
  { texts, look }: Session,
  { scenario, source, openid }: { scenario: ScenarioName; source: string; openid: string },
  requests: readonly GatewayRequest[],
  log: readonly string[],
): string[] {
  const { shownScenario, shownCaller, shownRequest, shownLog, noRequest, noLog } = texts.dev
  const rows: Row[] = [
    [shownScenario, `${scenario}: ${texts.dev.aboutScenario(scenario)}`],
    [shownCaller, escapeControls(`${source || '-'}, OPENID ${openid || '-'}`)],
    ...several(shownRequest, requests.map(requestLine), noRequest),
    ...several(shownLog, log.map(escapeControls), noLog),
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

const drawResult = ({ look, now }: Session, result: GetGrayReleasePlanResult): string[] => [
  ...(result.ok ? drawPlan(result.plan, look, now()) : drawError(result.error, look)),
  '',
]
