import type { GetGrayReleasePlanResult } from '../../../core/result'
import { startGateway } from '../../../testing/gateway'
import { EXIT } from '../../failure'
import { drawError } from '../../render'
import { print, type Session } from '../../session'
import { escapeControls, jsonLine } from '../../terminal'
import { drawHistory, type Point } from './draw-history'
import { functionEnv, resultOf } from './function-env'
import { runFunction } from './run-function'

/** What watchGrayRelease answers to a page. */
export interface HistoryResult {
  ok: true
  history: readonly Point[]
}

type Refused = Extract<GetGrayReleasePlanResult, { ok: false }>

/** How long the release takes, and how often it is looked at. */
const RELEASE_SECONDS = 12
const LOOK_EVERY_MS = 1500

/** What the docs say that the function should have. */
const TIME_LIMIT_SECONDS = 20

/**
 * Plays a release from start to finish: the timer of watchGrayRelease looks, a group robot of the
 * gateway reads what the team is told, and at the end a page asks for the history.
 */
export async function playRelease(
  session: Session,
  path: string,
  openid: string,
  json: boolean,
): Promise<number> {
  const { texts, look, language, signal } = session
  const gateway = await startGateway({ releaseSeconds: RELEASE_SECONDS })
  const { messages } = gateway.robots.wecom
  const call = async <Result>(source: string): Promise<Result> => {
    const env = {
      GRAY_RELEASE_LANGUAGE: language,
      GRAY_RELEASE_ALLOWED_OPENIDS: openid,
      ...functionEnv(session, gateway, { source, openid }),
    }
    return resultOf(session, await runFunction<Result>(path, env, signal, TIME_LIMIT_SECONDS))
  }
  const show = (result: object, lines: string[]): void => {
    if (json) session.stdout.write(jsonLine(result))
    else if (lines.length > 0) print(session, lines)
  }
  try {
    if (!json)
      print(session, ['', `  ${texts.dev.playing(RELEASE_SECONDS, LOOK_EVERY_MS / 1000)}`, ''])
    for (;;) {
      const result = await call<GetGrayReleasePlanResult>('wx_trigger')
      const read = messages.splice(0).flatMap((message) => drawMessage(message, session))
      show(result, [...read, ...(result.ok ? [] : drawError(result.error, look))])
      if (!result.ok) return EXIT.failure
      if (result.plan.status === 'completed') break
      await session.sleep(LOOK_EVERY_MS, signal)
    }
    const page = await call<HistoryResult | Refused>('wx_client')
    const heading = `  ${look.colours.bold(texts.dev.history)}`
    show(page, [
      ...(page.ok
        ? [heading, '', ...drawHistory(page.history, look)]
        : drawError(page.error, look)),
      '',
    ])
    return page.ok ? EXIT.plan : EXIT.failure
  } finally {
    await gateway.close()
  }
}

/** A message as the team reads it: its first line stands out. */
function drawMessage(message: string, { look }: Session): string[] {
  const [title, ...lines] = message.split('\n').map(escapeControls) as [string, ...string[]]
  const { cyan, bold } = look.colours
  const bar = cyan('│')
  return [
    `  ${bar} ${bold(title.replace(/^\*\*|\*\*$/g, ''))}`,
    ...lines.map((line) => `  ${bar} ${line}`),
    '',
  ]
}
