import type { Hint } from '../core/error-codes'
import type { GrayReleasePlan } from '../core/plan'
import { orUndefined } from '../core/read'
import { plainText, shorten } from './channels/text'
import { type Account, type Description, withAccount } from './description'
import type {
  ChangedEvent,
  DueEvent,
  EndedEvent,
  FailingEvent,
  RecoveredEvent,
  ReleaseEvent,
  StartedEvent,
} from './event'
import { createdAt, fullAt, isInProgress, MAX_TIME, plainCopy } from './release'

/**
 * Turns an event into a message that needs no knowledge of the API: what happened, the percentage
 * before and after, since when, when WeChat releases it to everyone, what to do about an error. Times
 * are Beijing time, as on WeChat's own pages.
 *
 * Pure, and never throws: an event that this version does not know gets a title that says no more
 * than that the release has changed. What comes from elsewhere, such as a name or WeChat's message of
 * an error, mentions nobody and formats nothing, and is shortened.
 *
 * @param event - from {@link compare}, or parsed from JSON
 * @param account - whose release it is: the title begins with its name, or its AppID, and ` · `
 * @returns the message in Chinese and in English
 * @example
 * ```ts
 * import { describe, type ReleaseEvent } from 'wx-gray-release-plan/watch'
 *
 * function print(event: ReleaseEvent): void {
 *   const { title, lines } = describe(event, { name: 'My shop' })
 *   console.log([title, ...lines].map(({ en }) => en).join('\n'))
 * }
 * ```
 */
export function describe(event: ReleaseEvent, account?: Account | null): Description {
  const message = orUndefined(() => messageOf(plainCopy(event) as ReleaseEvent)) ?? UNKNOWN
  return withAccount(message, account)
}

const UNKNOWN: Description = {
  title: say('分阶段发布有变化', 'Staged release has changed'),
  lines: [],
}

function messageOf(event: ReleaseEvent): Description {
  switch (event.type) {
    case 'started':
      return started(event)
    case 'ended':
      return ended(event)
    case 'due':
      return due(event)
    case 'failing':
      return failing(event)
    case 'recovered':
      return recovered(event)
    default:
      return changed(event)
  }
}

function started({ plan, previous }: StartedEvent): Description {
  const percentage = percentageOf(plan.grayPercentage, plan)
  const members = membersOf(plan)
  const lines = [...linesOf(plan), LOCKED]
  if (members) lines.unshift(say('{}优先获得新版本。', '{} get it first.', capitalized(members)))
  if (previous) {
    const lost = say(
      '微信已不再返回上一次分阶段发布，它可能已全量发布，也可能已取消。它创建于 {}，最后一次查询时为 {}。',
      'The previous release is no longer reported: it either completed or was cancelled. It was created on {} and last seen at {}.',
      beijingTime(createdAt(previous)),
      percentageOf(previous.grayPercentage, previous),
    )
    lines.push(lost)
  }
  const title =
    plan.status === 'paused'
      ? say('分阶段发布已开始（已暂停）：{}', 'Staged release started and paused: {}', percentage)
      : say('分阶段发布已开始：{}', 'Staged release started: {}', percentage)
  return { title, lines }
}

function changed({ type, at, from, to, plan }: ChangedEvent): Description {
  const percentage = percentageOf(to, plan)
  const moved = say('{} → {}', '{} → {}', percentageOf(from, plan), percentage)
  const titles = new Map<ChangedEvent['type'], Hint>([
    ['progressed', say('分阶段发布比例变化：{}', 'Staged release progressed: {}', moved)],
    ['paused', say('分阶段发布已暂停：{}', 'Staged release paused: {}', percentage)],
    ['resumed', say('分阶段发布已恢复：{}', 'Staged release resumed: {}', percentage)],
    ['completed', COMPLETED],
    [
      'deleted',
      say('分阶段发布已取消，取消前为 {}', 'Staged release cancelled, last at {}', percentage),
    ],
  ])
  const title = titles.get(type)
  // Of a later version, from where it was stored.
  if (!title) return UNKNOWN
  const lines = [...linesOf(plan), checked(at)]
  if (type === 'completed') lines.unshift(GRADUALLY)
  // `progressed` says so before `paused` and `resumed`.
  const moves = (type === 'completed' || type === 'deleted') && from !== to
  if (moves) lines.unshift(say('比例变化：{}', 'Percentage: {}', moved))
  return { title, lines }
}

const COMPLETED = say(
  '分阶段发布已完成：新版本已对全部用户开放',
  'Staged release completed: the new version is available to all users',
)

const GRADUALLY = say(
  '用户打开小程序时更新到新版本，将在接下来的几小时内陆续完成。',
  'Users get it as they open the mini program, over the following hours.',
)

const ended = ({ at, plan }: EndedEvent): Description => ({
  title: say(
    '分阶段发布已结束：微信不再返回它',
    'Staged release ended: WeChat no longer reports it',
  ),
  lines: [
    say(
      '可能已全量发布，也可能已取消，请在微信公众平台的「版本管理」中确认。',
      `It either completed or was cancelled: check ${VERSIONS}.`,
    ),
    say('最后一次查询到的比例：{}', 'Last seen at: {}', percentageOf(plan.grayPercentage, plan)),
    created(plan),
    checked(at),
  ],
})

const VERSIONS = '版本管理 (version management) on mp.weixin.qq.com'

function due({ at, plan, fullAt: ms }: DueEvent): Description {
  const full = beijingTime(ms)
  const percentage = percentageOf(plan.grayPercentage, plan)
  const known = [LOCKED, created(plan), checked(at)]
  const now =
    plan.status === 'paused'
      ? say('当前比例：{}，已暂停', 'Percentage: {}, paused', percentage)
      : say('当前比例：{}', 'Percentage: {}', percentage)
  if (ms <= at) {
    const title = say(
      '分阶段发布已过自动全量发布的时间，仍未完成：{}',
      'Staged release should have gone to all users on {}',
      full,
    )
    const advice = say('请在微信公众平台的「版本管理」中确认。', `Check ${VERSIONS}.`)
    return { title, lines: [now, advice, ...known] }
  }
  const title = say(
    '分阶段发布将由微信自动全量发布：{}',
    'Staged release will go to all users automatically on {}',
    full,
  )
  const advice = say(
    '请在此之前决定：提前全量发布，或取消发布。',
    'Decide before then: release it to everyone yourself, or cancel it.',
  )
  return { title, lines: [now, advice, ...known] }
}

/** The most characters that are shown of a text from elsewhere. */
const MOST_OF_TEXT = 300

/** At most four lines with the title, for readers who did not write the code. */
function failing({ since, error }: FailingEvent): Description {
  const rid = outside(error.rid ?? '')
  // The request ID has its own place.
  const errMsg = rid ? error.errMsg.replace(/[\s,;]*\brid:\s*[0-9a-z-]+/gi, '') : error.errMsg
  const codes = [error.kind, error.errCode].filter(Boolean).map((one) => outside(String(one)))
  const names = { zh: codes.join('，'), en: codes.join(', ') }
  const start = time('开始失败的时间', 'Failing since', since)
  return {
    title: say('分阶段发布：查询失败', 'Staged release: status check failed'),
    lines: [
      say('错误：{}（{}）', 'Error: {} ({})', outside(errMsg), names),
      error.retryable ? PASSING : advice(error.hint),
      rid ? say('{}，请求 ID：{}', '{}, request ID: {}', start, rid) : start,
    ],
  }
}

const advice = ({ zh, en }: Hint): Hint => {
  const hint = { zh: outside(zh), en: outside(en) }
  return say('处理建议（由开发者操作）：{}', 'What to do (for a developer): {}', hint)
}

const PASSING = say(
  '处理建议：暂时无需操作，之后的查询会重试，恢复后会另行通知。',
  'What to do: nothing for now. Further checks try again, and you are notified once they succeed.',
)

const outside = (text: string): string => shorten(plainText(text), MOST_OF_TEXT)

const recovered = ({ at, since }: RecoveredEvent): Description => ({
  title: say('分阶段发布：查询已恢复正常', 'Staged release: status check is working again'),
  lines: [time('开始失败的时间', 'Failing since', since), checked(at)],
})

const LOCKED = say(
  '全量发布或取消之前，不能再次发布，也不能回退版本。',
  "Until it completes or is cancelled, you can't publish another version or roll back.",
)

/** What there is to know of every plan: since when, and until when if it is in progress. */
function linesOf(plan: GrayReleasePlan): Hint[] {
  if (!isInProgress(plan)) return [created(plan)]
  return [created(plan), time('自动全量发布时间', 'Automatic release to everyone', fullAt(plan))]
}

const time = (zh: string, en: string, ms: number): Hint =>
  say(`${zh}：{}`, `${en}: {}`, beijingTime(ms))
const created = (plan: GrayReleasePlan): Hint => time('创建时间', 'Created', createdAt(plan))
const checked = (at: number): Hint => time('查询时间', 'Checked', at)

/** Who gets the new version before everybody else, if WeChat says so. */
function membersOf(plan: GrayReleasePlan): Hint | undefined {
  const { supportDebugerFirst: project, supportExperiencerFirst: trial } = plan
  if (project && trial) return say('项目成员和体验成员', 'project and trial members')
  if (project) return say('项目成员', 'project members')
  return trial ? say('体验成员', 'trial members') : undefined
}

const capitalized = ({ zh, en }: Hint): Hint => ({
  zh,
  en: `${en.charAt(0).toUpperCase()}${en.slice(1)}`,
})

/** 0% does not mean stuck: a release to members only stays there for as long as it lasts. */
function percentageOf(percent: number, plan: GrayReleasePlan): Hint {
  if (percent === 0) {
    return say('0%（仅{}可用）', '{} only (0%)', membersOf(plan) ?? say('成员', 'members'))
  }
  // An event that was made by hand, or comes from elsewhere, may contain anything.
  const text = Number.isFinite(percent) ? `${Math.round(percent * 100) / 100}%` : '—'
  return { zh: text, en: text }
}

const OFFSET_MS = 8 * 60 * 60 * 1000

/** A time in the zone of WeChat's own pages, wherever this runs: `2026-11-03 10:20`, and the zone. */
function beijingTime(ms: number): Hint {
  const shifted = new Date(Math.min(ms + OFFSET_MS, MAX_TIME))
  const minutes = shifted
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d\d\.\d{3}Z$/, '')
  return say('{}（北京时间）', '{} Beijing time (UTC+8)', minutes)
}

/** A text in both languages, in which each `{}` shows the next value. */
function say(zh: string, en: string, ...values: (Hint | string)[]): Hint {
  const fill = (text: string, language: keyof Hint): string => {
    const rest = values.map((value) => (typeof value === 'string' ? value : value[language]))
    return text.replace(/\{\}/g, () => rest.shift() as string)
  }
  return { zh: fill(zh, 'zh'), en: fill(en, 'en') }
}
