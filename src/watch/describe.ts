import type { Hint } from '../core/error-codes'
import type { GrayReleasePlan } from '../core/plan'
import { isText, orUndefined, read } from '../core/read'
import { beijingTime } from './beijing-time'
import { plainWords } from './channels/text'
import type {
  ChangedEvent,
  DueEvent,
  EndedEvent,
  FailingEvent,
  RecoveredEvent,
  ReleaseEvent,
  StartedEvent,
} from './event'
import { plainCopy } from './plain'
import { createdAt, fullAt, isUnderWay } from './release'

/** Whose release it is, for messages: `name` is shown, and `appid` where there is no name. */
export interface Account {
  appid?: string
  name?: string
}

/** An event in words, in both languages. */
export interface Description {
  /** What happened, in a few words; in Chinese it holds 分阶段发布, in English "Staged release". */
  title: Hint
  /** What else there is to know, each a sentence in one line of plain text. */
  lines: Hint[]
}

/**
 * Puts an event into words that need no knowledge of the API: what happened, the share before and
 * after, since when, when WeChat makes the release full, what to do about an error. Times are in
 * Beijing time, which is where WeChat's own pages are.
 *
 * Pure, and never throws: an event that this version does not know gets a title that says no more
 * than that the release has changed.
 *
 * @param event - as {@link compare} gives it, or as it came back from JSON
 * @param account - whose release it is; the title begins with its name, or its AppID, and ` · `
 * @returns the words in Chinese and in English
 * @example
 * ```ts
 * import { describe, type ReleaseEvent } from 'wx-gray-release-plan/watch'
 *
 * function print(event: ReleaseEvent): void {
 *   const { title, lines } = describe(event)
 *   console.log([title, ...lines].map(({ en }) => en).join('\n'))
 * }
 * ```
 */
export function describe(event: ReleaseEvent, account?: Account | null): Description {
  const description = orUndefined(() => wordsOf(plainCopy(event) as ReleaseEvent)) ?? UNKNOWN
  return withAccount(description, account)
}

/** A description whose title begins with the name of an account, unless it does already. */
export function withAccount({ title, lines }: Description, account: unknown): Description {
  const { name, appid } = (plainCopy(account) ?? {}) as Account
  const label = nameIn(name) || nameIn(appid)
  const named = (text: string) =>
    label === '' || text.startsWith(label + SEPARATOR) ? text : label + SEPARATOR + text
  return { title: { zh: named(title.zh), en: named(title.en) }, lines }
}

const SEPARATOR = ' · '

/** The most characters of a name in a title. */
const MOST_OF_NAME = 40

function nameIn(value: unknown): string {
  const characters = [...(isText(value) ? plainWords(inOneLine(value)) : '')]
  if (characters.length <= MOST_OF_NAME) return characters.join('')
  return `${characters.slice(0, MOST_OF_NAME - 1).join('')}…`
}

const isHint = (value: unknown): value is Hint =>
  typeof read(value, 'zh') === 'string' && typeof read(value, 'en') === 'string'

/** Whether a plain value is a message rather than an event. */
export const isDescription = (value: unknown): value is Description => {
  const lines = read(value, 'lines')
  return isHint(read(value, 'title')) && Array.isArray(lines) && lines.every(isHint)
}

/** Whether a value names an account. */
export const isAccount = (value: unknown): boolean =>
  typeof value === 'object' &&
  ['appid', 'name'].every((key) => ['string', 'undefined'].includes(typeof read(value, key)))

const UNKNOWN: Description = {
  title: { zh: '分阶段发布有变化', en: 'Staged release has changed' },
  lines: [],
}

function wordsOf(event: ReleaseEvent): Description {
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
      // Of a later version, from where it was kept.
      return UNKNOWN
  }
}

function started({ plan, previous }: StartedEvent): Description {
  const share = shareOf(plan.grayPercentage)
  const paused = plan.status === 'paused'
  return {
    title: {
      zh: `分阶段发布已开始${paused ? '，目前暂停' : ''}：${share.zh}`,
      en: `Staged release started${paused ? ' and paused' : ''}: ${share.en}`,
    },
    lines: [...linesOf(plan), LOCKED, ...(previous ? [lostSight(previous)] : [])],
  }
}

function lostSight(previous: GrayReleasePlan): Hint {
  const share = shareOf(previous.grayPercentage)
  const created = beijingTime(createdAt(previous))
  return {
    zh: `上一个分阶段发布不再返回：是已全量还是被取消，无法区分。它创建于 ${created.zh}，最后看到的比例：${share.zh}。`,
    en: `The release before is reported no longer: full and withdrawn can't be told apart. It was created on ${created.en}, share seen last: ${share.en}.`,
  }
}

function changed({ type, at, from, to, plan }: ChangedEvent): Description {
  const before = shareOf(from)
  const share = shareOf(to)
  const moved = { zh: `${before.zh} → ${share.zh}`, en: `${before.en} → ${share.en}` }
  const titles: { readonly [type in ChangedEvent['type']]: Hint } = {
    progressed: { zh: `分阶段发布有进展：${moved.zh}`, en: `Staged release moved: ${moved.en}` },
    paused: { zh: `分阶段发布已暂停：${share.zh}`, en: `Staged release paused: ${share.en}` },
    resumed: { zh: `分阶段发布已恢复：${share.zh}`, en: `Staged release resumed: ${share.en}` },
    completed: {
      zh: '分阶段发布已完成：全部用户可用新版本',
      en: 'Staged release completed: all users get the new version',
    },
    deleted: {
      zh: `分阶段发布已被取消，取消前的比例：${share.zh}`,
      en: `Staged release withdrawn, share before that: ${share.en}`,
    },
  }
  const inTitle = type === 'progressed' || from === to
  const movement = { zh: `比例变化：${moved.zh}`, en: `Share: ${moved.en}` }
  return {
    title: titles[type],
    lines: [...(inTitle ? [] : [movement]), ...linesOf(plan), noticed(at)],
  }
}

function ended({ at, plan }: EndedEvent): Description {
  const share = shareOf(plan.grayPercentage)
  return {
    title: {
      zh: '分阶段发布已结束：微信不再返回它',
      en: 'Staged release ended: WeChat reports it no longer',
    },
    lines: [
      {
        zh: '是已全量还是被取消，无法区分：请在微信公众平台的「版本管理」中查看。',
        en: "Full and withdrawn can't be told apart: look at version management (版本管理) in the console of the mini program.",
      },
      { zh: `最后看到的比例：${share.zh}`, en: `Share seen last: ${share.en}` },
      created(plan),
      noticed(at),
    ],
  }
}

function due({ at, plan, fullAt: ms }: DueEvent): Description {
  const full = beijingTime(ms)
  const share = shareOf(plan.grayPercentage)
  const paused = plan.status === 'paused'
  return {
    title: {
      zh: `分阶段发布将由微信自动全量：${full.zh}`,
      en: `Staged release will be made full by WeChat on ${full.en}`,
    },
    lines: [
      {
        zh: `当前比例：${share.zh}${paused ? '，暂停中' : ''}`,
        en: `Share: ${share.en}${paused ? ', paused' : ''}`,
      },
      {
        zh: '请在此之前决定：提前全量，或取消发布。',
        en: 'Decide before that: make it full yourself, or withdraw it.',
      },
      LOCKED,
      created(plan),
      noticed(at),
    ],
  }
}

function failing({ at, since, error }: FailingEvent): Description {
  const words = inOneLine(error.errMsg)
  const code = error.errCode === 0 ? error.kind : `${error.kind}, ${error.errCode}`
  const rid = inOneLine(error.rid ?? '')
  return {
    title: { zh: '分阶段发布：查询失败', en: "Staged release can't be queried" },
    lines: [
      { zh: `错误：${words}（${code}）`, en: `Error: ${words} (${code})` },
      {
        zh: `处理建议：${inOneLine(error.hint.zh)}`,
        en: `What to do: ${inOneLine(error.hint.en)}`,
      },
      ...(rid ? [{ zh: `请求编号：${rid}`, en: `Request id: ${rid}` }] : []),
      {
        zh: '查询恢复之前，无法得知发布的进展。',
        en: 'Until it can be queried again, nothing is known of the release.',
      },
      time('开始失败的时间', 'Failing since', since),
      noticed(at),
    ],
  }
}

const recovered = ({ at, since }: RecoveredEvent): Description => ({
  title: { zh: '分阶段发布：查询已恢复正常', en: 'Staged release can be queried again' },
  lines: [time('开始失败的时间', 'Failing since', since), noticed(at)],
})

const LOCKED: Hint = {
  zh: '全量或取消之前，不能再次发布，也不能回退版本。',
  en: 'Till it is full or withdrawn, there can be neither a new release nor a rollback.',
}

/** What there is to know of every plan: since when, and until when if it is under way. */
function linesOf(plan: GrayReleasePlan): Hint[] {
  if (!isUnderWay(plan)) return [created(plan)]
  const full = beijingTime(fullAt(plan))
  const end = {
    zh: `微信将于 ${full.zh}自动全量。`,
    en: `WeChat makes it full on ${full.en}.`,
  }
  return [created(plan), end]
}

function time(zh: string, en: string, ms: number): Hint {
  const time = beijingTime(ms)
  return { zh: `${zh}：${time.zh}`, en: `${en}: ${time.en}` }
}

const created = (plan: GrayReleasePlan): Hint => time('创建时间', 'Created', createdAt(plan))
const noticed = (at: number): Hint => time('查询时间', 'Noticed', at)

/** 0 % is no standstill: a release to members only stays there for as long as it lasts. */
function shareOf(percent: number): Hint {
  const share = `${Math.round(percent * 100) / 100}%`
  return percent === 0
    ? { zh: '仅项目成员（0%）', en: 'members only (0%)' }
    : { zh: share, en: share }
}

/** Words from elsewhere, without what breaks a line or turns the order of what is shown. */
const inOneLine = (words: string): string =>
  words.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
