import type { Point } from '../../../core/plan'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { startGateway } from '../../../testing'
import { EXIT } from '../../failure'
import { drawError } from '../../render'
import { print, type Session } from '../../session'
import { jsonLine } from '../../terminal'
import { drawHistory, drawMessage } from './draw'
import { functionEnv, resultOf } from './function-env'
import { runFunction } from './run-function'

/** The reply of watchGrayRelease to a page. */
export interface HistoryResult {
  ok: true
  history: readonly Point[]
}

type Rejected = Extract<GetGrayReleasePlanResult, { ok: false }>

/** How long the release takes, with a check a day, as the function sees it. */
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
export async function simulateRelease(
  session: Session,
  path: string,
  openid: string,
  json = false,
): Promise<number> {
  const { texts, look, language, signal } = session
  const gateway = await startGateway()
  const { messages } = gateway.robots.wecom
  const timeOf = (day: number): number => session.now() - (DAYS - day) * DAY_MS
  const createTimestamp = Math.floor(timeOf(0) / 1000)
  const call = async <Result>(source: string, nowMs: number): Promise<Result> => {
    const env = {
      GRAY_RELEASE_LANGUAGE: language,
      GRAY_RELEASE_ALLOWED_OPENIDS: openid,
      ...functionEnv(session, gateway, { source, openid }),
    }
    const limits = { seconds: TIMEOUT_SECONDS, nowMs }
    return resultOf(session, await runFunction<Result>(path, env, signal, limits))
  }
  const show = (result: object, lines: string[]): void => {
    if (json) session.stdout.write(jsonLine(result))
    else if (lines.length > 0) print(session, lines)
  }
  try {
    if (!json) print(session, ['', `  ${texts.dev.simulating(DAYS)}`, ''])
    for (let day = 1; day <= DAYS; day += 1) {
      gateway.reply({
        status: day === DAYS ? 3 : 1,
        createTimestamp,
        grayPercentage: Math.floor((100 * day) / DAYS),
        supportDebugerFirst: true,
      })
      const result = await call<GetGrayReleasePlanResult>('wx_trigger', timeOf(day))
      const read = messages.splice(0).flatMap((message) => drawMessage(message, look))
      show(result, [...read, ...(result.ok ? [] : drawError(result.error, look))])
      if (!result.ok) return EXIT.failure
      await session.sleep(PAUSE_MS, signal)
    }
    const page = await call<HistoryResult | Rejected>('wx_client', session.now())
    show(page, [...(page.ok ? drawHistory(page.history, look) : drawError(page.error, look)), ''])
    return page.ok ? EXIT.plan : EXIT.failure
  } finally {
    await gateway.close()
  }
}
