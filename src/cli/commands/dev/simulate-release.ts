import { startGateway } from '../../../testing'
import { EXIT } from '../../failure'
import { print, type Session } from '../../session'
import { jsonLine } from '../../terminal'
import { drawMessage, drawResult, type FunctionResult } from './draw'
import { runFunction } from './run-function'

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
  const { texts, look, language, ending } = session
  const gateway = await startGateway()
  const { messages } = gateway.robots.wecom
  const timeOf = (day: number): number => session.now() - (DAYS - day) * DAY_MS
  const createTimestamp = Math.floor(timeOf(0) / 1000)
  const env = { GRAY_RELEASE_LANGUAGE: language, GRAY_RELEASE_ALLOWED_OPENIDS: openid }
  const call = async (source: string, nowMs: number): Promise<FunctionResult> => {
    const given = { gateway, source, openid, env, seconds: TIMEOUT_SECONDS, nowMs }
    return (await runFunction<FunctionResult>(session, path, given)).result
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
      const result = await call('wx_trigger', timeOf(day))
      const read = messages.splice(0).flatMap((message) => drawMessage(message, look))
      show(result, [...read, ...(result.ok ? [] : drawResult(result, look, 0))])
      if (!result.ok) return EXIT.failure
      await session.sleep(PAUSE_MS, ending.signal)
    }
    const page = await call('wx_client', session.now())
    show(page, [...drawResult(page, look, session.now()), ''])
    return page.ok ? EXIT.plan : EXIT.failure
  } finally {
    await gateway.close()
  }
}
