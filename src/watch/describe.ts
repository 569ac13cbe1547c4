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
  title: { zh: '分阶段发布有变化', en: 'Staged release has changed' },
  lines: [],
}

function messageOf(event: ReleaseEvent): Description {
  switch (event.type) {
    case 'started':
      return started(event)
    case 'progressed':
    case 'paused':
    case 'resumed':
    case 'completed':
    case 'deleted':
      return changed(event)
    case 'ended':
      return ended(event)
    case 'due':
      return due(event)
    case 'failing':
      return failing(event)
    case 'recovered':
      return recovered(event)
    default:
      // Of a later version, from where it was stored.
      return UNKNOWN
  }
}

function started({ plan, previous }: StartedEvent): Description {
  const percentage = percentageOf(plan.grayPercentage, plan)
  const paused = plan.status === 'paused'
  const members = membersOf(plan)
  return {
    title: {
      zh: `分阶段发布已开始${paused ? '（已暂停）' : ''}：${percentage.zh}`,
      en: `Staged release started${paused ? ' and paused' : ''}: ${percentage.en}`,
    },
    lines: [
      ...(members ? [firstOf(members)] : []),
      ...linesOf(plan),
      LOCKED,
      ...(previous ? [lostSight(previous)] : []),
    ],
  }
}

const firstOf = ({ zh, en }: Hint): Hint => ({
  zh: `${zh}优先获得新版本。`,
  en: `${en.charAt(0).toUpperCase()}${en.slice(1)} get it first.`,
})

function lostSight(previous: GrayReleasePlan): Hint {
  const percentage = percentageOf(previous.grayPercentage, previous)
  const created = beijingTime(createdAt(previous))
  return {
    zh: `微信已不再返回上一次分阶段发布，它可能已全量发布，也可能已取消。它创建于 ${created.zh}，最后一次查询时为 ${percentage.zh}。`,
    en: `The previous release is no longer reported: it either completed or was cancelled. It was created on ${created.en} and last seen at ${percentage.en}.`,
  }
}

function changed({ type, at, from, to, plan }: ChangedEvent): Description {
  const before = percentageOf(from, plan)
  const percentage = percentageOf(to, plan)
  const moved = { zh: `${before.zh} → ${percentage.zh}`, en: `${before.en} → ${percentage.en}` }
  const titles: { readonly [type in ChangedEvent['type']]: Hint } = {
    progressed: {
      zh: `分阶段发布比例变化：${moved.zh}`,
      en: `Staged release progressed: ${moved.en}`,
    },
    paused: {
      zh: `分阶段发布已暂停：${percentage.zh}`,
      en: `Staged release paused: ${percentage.en}`,
    },
    resumed: {
      zh: `分阶段发布已恢复：${percentage.zh}`,
      en: `Staged release resumed: ${percentage.en}`,
    },
    completed: {
      zh: '分阶段发布已完成：新版本已对全部用户开放',
      en: 'Staged release completed: the new version is available to all users',
    },
    deleted: {
      zh: `分阶段发布已取消，取消前为 ${percentage.zh}`,
      en: `Staged release cancelled, last at ${percentage.en}`,
    },
  }
  // `progressed` says so before `paused` and `resumed`.
  const moves = (type === 'completed' || type === 'deleted') && from !== to
  const movement = { zh: `比例变化：${moved.zh}`, en: `Percentage: ${moved.en}` }
  return {
    title: titles[type],
    lines: [
      ...(moves ? [movement] : []),
      ...(type === 'completed' ? [GRADUALLY] : []),
      ...linesOf(plan),
      checked(at),
    ],
  }
}

const GRADUALLY: Hint = {
  zh: '用户打开小程序时更新到新版本，将在接下来的几小时内陆续完成。',
  en: 'Users get it as they open the mini program, over the following hours.',
}

function ended({ at, plan }: EndedEvent): Description {
  const percentage = percentageOf(plan.grayPercentage, plan)
  return {
    title: {
      zh: '分阶段发布已结束：微信不再返回它',
      en: 'Staged release ended: WeChat no longer reports it',
    },
    lines: [
      {
        zh: '可能已全量发布，也可能已取消，请在微信公众平台的「版本管理」中确认。',
        en: `It either completed or was cancelled: check ${VERSIONS}.`,
      },
      { zh: `最后一次查询到的比例：${percentage.zh}`, en: `Last seen at: ${percentage.en}` },
      created(plan),
      checked(at),
    ],
  }
}

const VERSIONS = '版本管理 (version management) on mp.weixin.qq.com'

function due({ at, plan, fullAt: ms }: DueEvent): Description {
  const full = beijingTime(ms)
  const percentage = percentageOf(plan.grayPercentage, plan)
  const paused = plan.status === 'paused'
  const overdue = ms <= at
  return {
    title: overdue
      ? {
          zh: `分阶段发布已过自动全量发布的时间，仍未完成：${full.zh}`,
          en: `Staged release should have gone to all users on ${full.en}`,
        }
      : {
          zh: `分阶段发布将由微信自动全量发布：${full.zh}`,
          en: `Staged release will go to all users automatically on ${full.en}`,
        },
    lines: [
      {
        zh: `当前比例：${percentage.zh}${paused ? '，已暂停' : ''}`,
        en: `Percentage: ${percentage.en}${paused ? ', paused' : ''}`,
      },
      overdue
        ? { zh: '请在微信公众平台的「版本管理」中确认。', en: `Check ${VERSIONS}.` }
        : {
            zh: '请在此之前决定：提前全量发布，或取消发布。',
            en: 'Decide before then: release it to everyone yourself, or cancel it.',
          },
      LOCKED,
      created(plan),
      checked(at),
    ],
  }
}

/** The most characters that are shown of a text from elsewhere. */
const MOST_OF_TEXT = 300

/** At most four lines with the title, for readers who did not write the code. */
function failing({ since, error }: FailingEvent): Description {
  const rid = outside(error.rid ?? '')
  // The request ID has its own place.
  const errMsg = rid ? error.errMsg.replace(/[\s,;]*\brid:\s*[0-9a-z-]+/gi, '') : error.errMsg
  const said = outside(errMsg)
  const codes = [error.kind, error.errCode].filter(Boolean).map((one) => outside(String(one)))
  const start = time('开始失败的时间', 'Failing since', since)
  return {
    title: { zh: '分阶段发布：查询失败', en: 'Staged release: status check failed' },
    lines: [
      { zh: `错误：${said}（${codes.join('，')}）`, en: `Error: ${said} (${codes.join(', ')})` },
      error.retryable
        ? PASSING
        : {
            zh: `处理建议（由开发者操作）：${outside(error.hint.zh)}`,
            en: `What to do (for a developer): ${outside(error.hint.en)}`,
          },
      rid ? { zh: `${start.zh}，请求 ID：${rid}`, en: `${start.en}, request ID: ${rid}` } : start,
    ],
  }
}

const PASSING: Hint = {
  zh: '处理建议：暂时无需操作，之后的查询会重试，恢复后会另行通知。',
  en: 'What to do: nothing for now. Further checks try again, and you are notified once they succeed.',
}

const outside = (text: string): string => shorten(plainText(text), MOST_OF_TEXT)

const recovered = ({ at, since }: RecoveredEvent): Description => ({
  title: { zh: '分阶段发布：查询已恢复正常', en: 'Staged release: status check is working again' },
  lines: [time('开始失败的时间', 'Failing since', since), checked(at)],
})

const LOCKED: Hint = {
  zh: '全量发布或取消之前，不能再次发布，也不能回退版本。',
  en: "Until it completes or is cancelled, you can't publish another version or roll back.",
}

/** What there is to know of every plan: since when, and until when if it is in progress. */
function linesOf(plan: GrayReleasePlan): Hint[] {
  if (!isInProgress(plan)) return [created(plan)]
  return [created(plan), time('自动全量发布时间', 'Automatic release to everyone', fullAt(plan))]
}

function time(zh: string, en: string, ms: number): Hint {
  const time = beijingTime(ms)
  return { zh: `${zh}：${time.zh}`, en: `${en}: ${time.en}` }
}

const created = (plan: GrayReleasePlan): Hint => time('创建时间', 'Created', createdAt(plan))
const checked = (at: number): Hint => time('查询时间', 'Checked', at)

/** Who gets the new version before everybody else, if WeChat says so. */
function membersOf(plan: GrayReleasePlan): Hint | undefined {
  const { supportDebugerFirst: project, supportExperiencerFirst: trial } = plan
  if (project && trial) return { zh: '项目成员和体验成员', en: 'project and trial members' }
  if (project) return { zh: '项目成员', en: 'project members' }
  return trial ? { zh: '体验成员', en: 'trial members' } : undefined
}

/** 0% does not mean stuck: a release to members only stays there for as long as it lasts. */
function percentageOf(percent: number, plan: GrayReleasePlan): Hint {
  if (percent !== 0) {
    // An event that was made by hand, or comes from elsewhere, may contain anything.
    const text = Number.isFinite(percent) ? `${Math.round(percent * 100) / 100}%` : '—'
    return { zh: text, en: text }
  }
  const { zh, en } = membersOf(plan) ?? { zh: '成员', en: 'members' }
  return { zh: `0%（仅${zh}可用）`, en: `${en} only (0%)` }
}

const OFFSET_MS = 8 * 60 * 60 * 1000

/** A time in the zone of WeChat's own pages, wherever this runs: `2026-11-03 10:20`, and the zone. */
function beijingTime(ms: number): Hint {
  const shifted = new Date(Math.min(ms + OFFSET_MS, MAX_TIME))
  const minutes = shifted
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d\d\.\d{3}Z$/, '')
  return { zh: `${minutes}（北京时间）`, en: `${minutes} Beijing time (UTC+8)` }
}
