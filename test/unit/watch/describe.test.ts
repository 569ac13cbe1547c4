import {
  describe as describeEvent,
  ERROR_KINDS,
  type Hint,
  type ReleaseEvent,
} from '../../../src/watch'
import { CREATED, CREATED_MS, DAY, error, hostile, plan } from './results'

const AT = CREATED_MS + DAY

/** A message as a group reads it. */
function message(event: unknown, language: keyof Hint): string[] {
  const { title, lines } = describeEvent(event as ReleaseEvent)
  return [title, ...lines].map((text) => text[language])
}

const BEGAN = '2026-11-03 10:40'
const NEXT_DAY = '2026-11-04 10:40'
const FULL = '2026-11-18 10:40'
const zh = (time: string) => `${time}（北京时间）`
const en = (time: string) => `${time} Beijing time (UTC+8)`

/** Lines that several messages have, as a pair. */
const CREATED_AT = [`创建时间：${zh(BEGAN)}`, `Created: ${en(BEGAN)}`]
const FULL_AT = [`自动全量发布时间：${zh(FULL)}`, `Automatic release to everyone: ${en(FULL)}`]
const LOCKED = [
  '全量发布或取消之前，不能再次发布，也不能回退版本。',
  "Until it completes or is cancelled, you can't publish another version or roll back.",
]
const CHECKED = [`查询时间：${zh(NEXT_DAY)}`, `Checked: ${en(NEXT_DAY)}`]
const SINCE = [`开始失败的时间：${zh(BEGAN)}`, `Failing since: ${en(BEGAN)}`]

const started = { type: 'started', at: CREATED_MS }
const due = { type: 'due', at: AT, fullAt: CREATED_MS + 15 * DAY, plan: plan('running', 50) }
const failing = (given: object) => ({
  type: 'failing',
  at: AT,
  since: CREATED_MS,
  error: { ...error('permission'), ...given },
})
const changed = (type: string, from: number, to: number, status: Parameters<typeof plan>[0]) => ({
  type,
  at: AT,
  from,
  to,
  plan: plan(status, to),
})

/** Events, and each line of their messages in Chinese and English. */
const rows: [string, object, string[][]][] = [
  [
    'started',
    { ...started, plan: plan('running', 8) },
    [['分阶段发布已开始：8%', 'Staged release started: 8%'], CREATED_AT, FULL_AT, LOCKED],
  ],
  [
    'started and paused, after another one',
    { ...started, plan: plan('paused', 8), previous: plan('running', 50, CREATED - 86_400) },
    [
      ['分阶段发布已开始（已暂停）：8%', 'Staged release started and paused: 8%'],
      CREATED_AT,
      FULL_AT,
      LOCKED,
      [
        `微信已不再返回上一次分阶段发布，它可能已全量发布，也可能已取消。它创建于 ${zh('2026-11-02 10:40')}，最后一次查询时为 50%。`,
        `The previous release is no longer reported: it either completed or was cancelled. It was created on ${en('2026-11-02 10:40')} and last seen at 50%.`,
      ],
    ],
  ],
  [
    'progressed',
    changed('progressed', 0, 12.345, 'running'),
    [
      [
        '分阶段发布比例变化：0%（仅成员可用） → 12.35%',
        'Staged release progressed: members only (0%) → 12.35%',
      ],
      CREATED_AT,
      FULL_AT,
      CHECKED,
    ],
  ],
  [
    'paused',
    changed('paused', 8, 8, 'paused'),
    [['分阶段发布已暂停：8%', 'Staged release paused: 8%'], CREATED_AT, FULL_AT, CHECKED],
  ],
  [
    'resumed',
    changed('resumed', 8, 20, 'running'),
    [['分阶段发布已恢复：20%', 'Staged release resumed: 20%'], CREATED_AT, FULL_AT, CHECKED],
  ],
  [
    'completed',
    changed('completed', 50, 100, 'completed'),
    [
      [
        '分阶段发布已完成：新版本已对全部用户开放',
        'Staged release completed: the new version is available to all users',
      ],
      ['比例变化：50% → 100%', 'Percentage: 50% → 100%'],
      [
        '用户打开小程序时更新到新版本，将在接下来的几小时内陆续完成。',
        'Users get it as they open the mini program, over the following hours.',
      ],
      CREATED_AT,
      CHECKED,
    ],
  ],
  [
    'deleted',
    changed('deleted', 50, 50, 'deleted'),
    [
      ['分阶段发布已取消，取消前为 50%', 'Staged release cancelled, last at 50%'],
      CREATED_AT,
      CHECKED,
    ],
  ],
  [
    'deleted, with another percentage',
    changed('deleted', 50, 0.5, 'deleted'),
    [
      ['分阶段发布已取消，取消前为 0.5%', 'Staged release cancelled, last at 0.5%'],
      ['比例变化：50% → 0.5%', 'Percentage: 50% → 0.5%'],
      CREATED_AT,
      CHECKED,
    ],
  ],
  [
    'ended',
    { type: 'ended', at: AT, plan: plan('running', 50) },
    [
      ['分阶段发布已结束：微信不再返回它', 'Staged release ended: WeChat no longer reports it'],
      [
        '可能已全量发布，也可能已取消，请在微信公众平台的「版本管理」中确认。',
        'It either completed or was cancelled: check 版本管理 (version management) on mp.weixin.qq.com.',
      ],
      ['最后一次查询到的比例：50%', 'Last seen at: 50%'],
      CREATED_AT,
      CHECKED,
    ],
  ],
  [
    'due',
    due,
    [
      [
        `分阶段发布将由微信自动全量发布：${zh(FULL)}`,
        `Staged release will go to all users automatically on ${en(FULL)}`,
      ],
      ['当前比例：50%', 'Percentage: 50%'],
      [
        '请在此之前决定：提前全量发布，或取消发布。',
        'Decide before then: release it to everyone yourself, or cancel it.',
      ],
      LOCKED,
      CREATED_AT,
      CHECKED,
    ],
  ],
  [
    'overdue while paused: no date in the past is announced',
    { ...due, fullAt: AT, plan: plan('paused', 50) },
    [
      [
        `分阶段发布已过自动全量发布的时间，仍未完成：${zh(NEXT_DAY)}`,
        `Staged release should have gone to all users on ${en(NEXT_DAY)}`,
      ],
      ['当前比例：50%，已暂停', 'Percentage: 50%, paused'],
      [
        '请在微信公众平台的「版本管理」中确认。',
        'Check 版本管理 (version management) on mp.weixin.qq.com.',
      ],
      LOCKED,
      CREATED_AT,
      CHECKED,
    ],
  ],
  [
    'failing',
    failing({ ...error('permission', 48001), errMsg: 'denied rid: a-b-c', rid: 'a-b-c' }),
    [
      ['分阶段发布：查询失败', 'Staged release: status check failed'],
      ['错误：denied（permission，48001）', 'Error: denied (permission, 48001)'],
      [
        `处理建议（由开发者操作）：${error('permission', 48001).hint.zh}`,
        `What to do (for a developer): ${error('permission', 48001).hint.en}`,
      ],
      [`${SINCE[0]}，请求 ID：a-b-c`, `${SINCE[1]}, request ID: a-b-c`],
    ],
  ],
  [
    'failing for now, without a code and a request ID: nobody is asked to do anything',
    // A query of one's own may return no hint.
    failing({ ...error('network'), hint: undefined }),
    [
      ['分阶段发布：查询失败', 'Staged release: status check failed'],
      ['错误：network happened（network）', 'Error: network happened (network)'],
      [
        '处理建议：暂时无需操作，之后的查询会重试，恢复后会另行通知。',
        'What to do: nothing for now. Further checks try again, and you are notified once they succeed.',
      ],
      SINCE,
    ],
  ],
  [
    'recovered',
    { type: 'recovered', at: AT, since: CREATED_MS },
    [
      ['分阶段发布：查询已恢复正常', 'Staged release: status check is working again'],
      SINCE,
      CHECKED,
    ],
  ],
]

it.each(rows)('%s', (_name, event, lines) => {
  expect(message(event, 'zh')).toEqual(lines.map(([chinese]) => chinese))
  expect(message(event, 'en')).toEqual(lines.map(([, english]) => english))
})

it.each([
  [{}, '0%（仅成员可用）', 'members only (0%)', CREATED_AT],
  [
    { supportDebugerFirst: true },
    '0%（仅项目成员可用）',
    'project members only (0%)',
    ['项目成员优先获得新版本。', 'Project members get it first.'],
  ],
  [
    { supportDebugerFirst: false, supportExperiencerFirst: true },
    '0%（仅体验成员可用）',
    'trial members only (0%)',
    ['体验成员优先获得新版本。', 'Trial members get it first.'],
  ],
  [
    { supportDebugerFirst: true, supportExperiencerFirst: true },
    '0%（仅项目成员和体验成员可用）',
    'project and trial members only (0%)',
    ['项目成员和体验成员优先获得新版本。', 'Project and trial members get it first.'],
  ],
])('the members of %j are named at 0%, and when it starts', (given, chinese, english, first) => {
  const event = { ...started, plan: { ...plan('running', 0), ...given } }
  expect(message(event, 'zh').slice(0, 2)).toEqual([`分阶段发布已开始：${chinese}`, first[0]])
  expect(message(event, 'en').slice(0, 2)).toEqual([`Staged release started: ${english}`, first[1]])
})

describe('a failing check', () => {
  it.each(ERROR_KINDS)('with %s is at most four lines, with the request ID once', (kind) => {
    const given = { ...error(kind, 48001), errMsg: 'a rid: 1-2-3', rid: '1-2-3' }
    const lines = message(failing(given), 'en')
    expect(lines.length).toBeLessThanOrEqual(4)
    expect(lines.join('\n').split('1-2-3')).toHaveLength(2)
  })

  it('shows what comes from elsewhere in its line, in its order and without markup', () => {
    const odd = 'a\r\nb\u2028c\u202e<@all>[x](y){}$&'
    const plain = 'a b c ＜＠all＞［x］(y){}$＆'
    const hint = { zh: odd, en: odd }
    const given = { kind: odd, errCode: odd, errMsg: odd, rid: odd, hint, retryable: false }
    expect(message(failing(given), 'en').slice(1)).toEqual([
      `Error: ${plain} (${plain}, ${plain})`,
      `What to do (for a developer): ${plain}`,
      `${SINCE[1]}, request ID: ${plain}`,
    ])
  })

  it('is shortened', () => {
    const long = 'x'.repeat(100_000)
    const given = { errMsg: long, rid: long, hint: { zh: long, en: long } }
    expect(message(failing(given), 'en').join('\n').length).toBeLessThan(1200)
  })
})

describe('an account', () => {
  const event = { ...started, plan: plan('running', 8) } as ReleaseEvent
  const title = (account: unknown) => describeEvent(event, account as never).title.en

  it.each([
    [{ name: '小店' }, '小店 · '],
    [{ appid: 'wx1' }, 'wx1 · '],
    [{ appid: 'wx1', name: '小店' }, '小店 · '],
    [{ appid: 'wx1', name: ' \u200b ' }, 'wx1 · '],
    [{ name: 'Staged release' }, 'Staged release · '],
    [{ name: '<@all> [a](b)\n\u202e@x' }, '＜＠all＞ ［a］(b) ＠x · '],
    [{ name: '字'.repeat(41) }, `${'字'.repeat(39)}… · `],
    [{ name: '字'.repeat(40) }, `${'字'.repeat(40)} · `],
    [{ name: 1, appid: {} }, ''],
    [{}, ''],
    [null, ''],
    [undefined, ''],
    [hostile(), ''],
  ])('%# comes first in the title', (account, start) =>
    expect(title(account)).toBe(`${start}Staged release started: 8%`),
  )

  it.each(rows)('is named if %s, before the keyword that a bot may require', (_name, given) => {
    const { title } = describeEvent(given as ReleaseEvent, { name: '小店' })
    expect(title.zh).toMatch(/^小店 · 分阶段发布/)
    expect(title.en).toMatch(/^小店 · Staged release/)
  })
})

it.each([
  ['undefined', undefined],
  ['null', null],
  ['text', 'started'],
  [
    'of a type that is not known',
    { type: 'later', at: AT, from: 1, to: 8, plan: plan('paused', 8) },
  ],
  ['of a type that every object has', { type: 'toString', plan: plan('running', 8) }],
  ['without a plan', started],
  ['without a hint', { type: 'failing', at: AT, since: AT, error: { errMsg: 'x' } }],
  ['of no time', { type: 'recovered', at: 'now', since: 'then' }],
  ['hostile', hostile()],
])('an event that is %s has a title all the same', (_name, event) =>
  expect(describeEvent(event as never)).toEqual({
    title: { zh: '分阶段发布有变化', en: 'Staged release has changed' },
    lines: [],
  }),
)

it.each([['running'], [undefined], [null]])(
  'shows no percentage that is not a number, as of an event made by hand: %j',
  (from) =>
    expect(message({ ...changed('progressed', 0, 8, 'running'), from }, 'en')[0]).toBe(
      'Staged release progressed: — → 8%',
    ),
)

it.each([
  [Date.UTC(2026, 10, 3, 2, 20, 59, 999), '2026-11-03 10:20'],
  [Date.UTC(2026, 11, 31, 16, 0), '2027-01-01 00:00'],
  [-8.64e15, '-271821-04-20 08:00'],
  [8.64e15, '+275760-09-13 00:00'],
])('%d is shown in Beijing time', (since, time) => {
  const event = { type: 'recovered', at: AT, since }
  expect(message(event, 'zh')[1]).toBe(`开始失败的时间：${zh(time)}`)
  expect(message(event, 'en')[1]).toBe(`Failing since: ${en(time)}`)
})
