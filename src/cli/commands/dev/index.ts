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
import { FUNCTIONS, type Session, similarTo, suggestion } from '../../session'
import { escapeControls, jsonLine } from '../../terminal'
import { drawMessage, drawResult, type FunctionResult } from './draw'
import { type FunctionCall, runFunction } from './run-function'

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
  const unknown = (
    text: (name: string, known: string) => string,
    typed: string,
    known: readonly string[],
  ) => {
    const meant = suggestion(session, similarTo(typed, known))
    return incorrectUsage(text(escapeControls(typed), known.join(', ')) + meant)
  }
  // npm takes `--scenario` for itself if no `--` comes before.
  if (isScenario(name)) throw incorrectUsage(notAFunction(name))
  if (!FUNCTIONS.includes(name)) throw unknown(unknownFunction, name, FUNCTIONS)
  const { scenario = 'running', source = 'wx_devtools', openid = 'o-local-developer' } = options
  if (!isScenario(scenario)) throw unknown(unknownScenario, scenario, SCENARIOS)
  const built = join(session.functionsDir, name, 'index.js')
  if (!existsSync(built)) throw new Failure(session.texts.failure.notBuilt(built))
  const isSimulation =
    name === 'watchGrayRelease' && options.source === undefined && options.scenario === undefined
  // Within a zip of Yarn, another process could neither read it nor work beside it.
  const folder = await mkdtemp(join(tmpdir(), 'wx-gray-release-plan-'))
  const gateway = await startGateway({ reply: scenario })
  try {
    const path = join(folder, name, 'index.js')
    await mkdir(join(folder, name))
    await copyFile(built, path)
    const call = { path, gateway, source, openid }
    return isSimulation
      ? await simulateRelease(session, call, options.json)
      : await callOnce(session, call, scenario, options.json)
  } finally {
    await gateway.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function callOnce(
  session: Session,
  call: FunctionCall,
  scenario: ScenarioName,
  json = false,
): Promise<number> {
  const { texts, look, language, now } = session
  const { result, log } = await runFunction<FunctionResult>(session, call)
  if (json) session.stdout.write(jsonLine(result))
  else {
    const { shownScenario, shownCaller, shownRequest, shownLog, none } = texts.dev
    const { requests, robots } = call.gateway
    // The label stands beside the first.
    const rowsOf = (label: string, values: string[]): Row[] =>
      (values[0] === undefined ? [none] : values.map(escapeControls)).map((value, at) => [
        at === 0 ? label : '',
        value,
      ])
    // With spaces, lines break between its fields.
    const logged = log.map((line) => line.replaceAll(',"', ', "'))
    const rows = [
      ...rowsOf(shownScenario, [`${scenario}: ${ABOUT_SCENARIO[scenario][language]}`]),
      ...rowsOf(shownCaller, [`${call.source || '-'}, OPENID ${call.openid || '-'}`]),
      ...rowsOf(shownRequest, requests.map(requestLine)),
      ...rowsOf(shownLog, logged),
    ]
    const messages = robots.wecom.messages.flatMap((message) => drawMessage(message, look))
    const drawn = drawResult(result, look, now())
    session.print(['', ...drawRows(rows, look), '', ...messages, ...drawn, ''])
  }
  return result.ok ? EXIT.plan : EXIT.failure
}

const requestLine = (request: GatewayRequest): string => {
  const what = request.kind === 'cloud' ? ` ${request.action} ${request.apiName}` : ''
  return `${request.method} ${request.path}${what}`
}

/** How long the simulated release takes, with a check a day, as the function sees it. */
const DAYS = 5
/** A day as a person sees it, so that each message can be read. */
const PAUSE_MS = 1000

const DAY_MS = 86_400_000

/** The timeout that the docs recommend. */
const TIMEOUT_SECONDS = 20

/**
 * Simulates a release from start to finish, which ends now: the timer of watchGrayRelease runs its
 * checks, a bot of the gateway gets its messages, and at the end a page asks for the history.
 */
async function simulateRelease(
  session: Session,
  { path, gateway, openid }: FunctionCall,
  json = false,
): Promise<number> {
  const { texts, look, ending, now } = session
  const { messages } = gateway.robots.wecom
  const timeOf = (day: number): number => now() - (DAYS - day) * DAY_MS
  const createTimestamp = Math.floor(timeOf(0) / 1000)
  const env = { GRAY_RELEASE_ALLOWED_OPENIDS: openid }
  const call = async (source: string, nowMs: number): Promise<FunctionResult> => {
    const given = { path, gateway, source, openid, env, seconds: TIMEOUT_SECONDS, nowMs }
    return (await runFunction<FunctionResult>(session, given)).result
  }
  const show = (result: FunctionResult, lines: string[]): void => {
    if (json) session.stdout.write(jsonLine(result))
    else if (lines.length > 0) session.print(lines)
  }
  if (!json) session.print(['', `  ${texts.dev.simulating(DAYS)}`, ''])
  for (let day = 1; day <= DAYS; day += 1) {
    gateway.reply({
      status: day === DAYS ? 3 : 1,
      createTimestamp,
      grayPercentage: Math.floor((100 * day) / DAYS),
      supportDebugerFirst: true,
    })
    const result = await call('wx_trigger', timeOf(day))
    const read = messages.splice(0).flatMap((message) => drawMessage(message, look))
    show(result, [...read, ...(result.ok ? [] : drawResult(result, look, now()))])
    if (!result.ok) return EXIT.failure
    await session.sleep(PAUSE_MS, ending.signal)
  }
  const page = await call('wx_client', now())
  show(page, [...drawResult(page, look, now()), ''])
  return page.ok ? EXIT.plan : EXIT.failure
}
