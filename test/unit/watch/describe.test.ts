import {
  describe as describeEvent,
  ERROR_KINDS,
  type Hint,
  type ReleaseEvent,
} from '../../../src/watch'
import { CREATED, CREATED_MS, DAY, error, hostile, plan } from './results'

const AT = CREATED_MS + DAY

/** A message as a group reads it. */
function message(event: ReleaseEvent, language: keyof Hint): string[] {
  const { title, lines } = describeEvent(event)
  return [title, ...lines].map((text) => text[language])
}

const BEGAN = '2026-11-03 10:40'
const NEXT_DAY = '2026-11-04 10:40'
const FULL = '2026-11-18 10:40'
const zh = (time: string) => `${time}（北京时间）`
const en = (time: string) => `${time} Beijing time (UTC+8)`

const OF_PLAN = {
  zh: [`创建时间：${zh(BEGAN)}`, `自动全量发布时间：${zh(FULL)}`],
  en: [`Created: ${en(BEGAN)}`, `Automatic release to everyone: ${en(FULL)}`],
}
const LOCKED = {
  zh: '全量发布或取消之前，不能再次发布，也不能回退版本。',
  en: "Until it completes or is cancelled, you can't publish another version or roll back.",
}
const CHECKED = { zh: `查询时间：${zh(NEXT_DAY)}`, en: `Checked: ${en(NEXT_DAY)}` }

const changed = (
  type: 'progressed',
  status: 'running',
  from: number,
  to: number,
): ReleaseEvent => ({
  type,
  at: AT,
  from,
  to,
  plan: plan(status, to),
})

const rows: [string, ReleaseEvent, string[], string[]][] = [
  [
    'started',
    { type: 'started', at: CREATED_MS, plan: plan('running', 8) },
    ['分阶段发布已开始：8%', ...OF_PLAN.zh, LOCKED.zh],
    ['Staged release started: 8%', ...OF_PLAN.en, LOCKED.en],
  ],
  [
    'started, for members only',
    { type: 'started', at: CREATED_MS, plan: plan('running', 0) },
    ['分阶段发布已开始：0%（仅成员可用）', ...OF_PLAN.zh, LOCKED.zh],
    ['Staged release started: members only (0%)', ...OF_PLAN.en, LOCKED.en],
  ],
  [
    'started and paused, after another one',
    {
      type: 'started',
      at: CREATED_MS,
      plan: plan('paused', 8),
      previous: plan('running', 50, CREATED - 86_400),
    },
    [
      '分阶段发布已开始（已暂停）：8%',
      ...OF_PLAN.zh,
      LOCKED.zh,
      `微信已不再返回上一次分阶段发布，它可能已全量发布，也可能已取消。它创建于 ${zh('2026-11-02 10:40')}，最后一次查询时为 50%。`,
    ],
    [
      'Staged release started and paused: 8%',
      ...OF_PLAN.en,
      LOCKED.en,
      `The previous release is no longer reported: it either completed or was cancelled. It was created on ${en('2026-11-02 10:40')} and last seen at 50%.`,
    ],
  ],
  [
    'progressed',
    changed('progressed', 'running', 0, 12.345),
    ['分阶段发布比例变化：0%（仅成员可用） → 12.35%', ...OF_PLAN.zh, CHECKED.zh],
    ['Staged release progressed: members only (0%) → 12.35%', ...OF_PLAN.en, CHECKED.en],
  ],
  [
    'paused',
    { type: 'paused', at: AT, from: 8, to: 8, plan: plan('paused', 8) },
    ['分阶段发布已暂停：8%', ...OF_PLAN.zh, CHECKED.zh],
    ['Staged release paused: 8%', ...OF_PLAN.en, CHECKED.en],
  ],
  [
    'resumed',
    { type: 'resumed', at: AT, from: 8, to: 20, plan: plan('running', 20) },
    ['分阶段发布已恢复：20%', ...OF_PLAN.zh, CHECKED.zh],
    ['Staged release resumed: 20%', ...OF_PLAN.en, CHECKED.en],
  ],
  [
    'completed',
    { type: 'completed', at: AT, from: 50, to: 100, plan: plan('completed', 100) },
    [
      '分阶段发布已完成：新版本已对全部用户开放',
      '比例变化：50% → 100%',
      '用户打开小程序时更新到新版本，将在接下来的几小时内陆续完成。',
      OF_PLAN.zh[0],
      CHECKED.zh,
    ],
    [
      'Staged release completed: the new version is available to all users',
      'Percentage: 50% → 100%',
      'Users get it as they open the mini program, over the following hours.',
      OF_PLAN.en[0],
      CHECKED.en,
    ],
  ] as [string, ReleaseEvent, string[], string[]],
  [
    'deleted',
    { type: 'deleted', at: AT, from: 50, to: 50, plan: plan('deleted', 50) },
    ['分阶段发布已取消，取消前为 50%', OF_PLAN.zh[0], CHECKED.zh],
    ['Staged release cancelled, last at 50%', OF_PLAN.en[0], CHECKED.en],
  ] as [string, ReleaseEvent, string[], string[]],
  [
    'ended',
    { type: 'ended', at: AT, plan: plan('running', 50) },
    [
      '分阶段发布已结束：微信不再返回它',
      '可能已全量发布，也可能已取消，请在微信公众平台的「版本管理」中确认。',
      '最后一次查询到的比例：50%',
      OF_PLAN.zh[0],
      CHECKED.zh,
    ],
    [
      'Staged release ended: WeChat no longer reports it',
      'It either completed or was cancelled: check 版本管理 (version management) on mp.weixin.qq.com.',
      'Last seen at: 50%',
      OF_PLAN.en[0],
      CHECKED.en,
    ],
  ] as [string, ReleaseEvent, string[], string[]],
  [
    'due',
    { type: 'due', at: AT, fullAt: CREATED_MS + 15 * DAY, plan: plan('running', 50) },
    [
      `分阶段发布将由微信自动全量发布：${zh(FULL)}`,
      '当前比例：50%',
      '请在此之前决定：提前全量发布，或取消发布。',
      LOCKED.zh,
      OF_PLAN.zh[0],
      CHECKED.zh,
    ],
    [
      `Staged release will go to all users automatically on ${en(FULL)}`,
      'Percentage: 50%',
      'Decide before then: release it to everyone yourself, or cancel it.',
      LOCKED.en,
      OF_PLAN.en[0],
      CHECKED.en,
    ],
  ] as [string, ReleaseEvent, string[], string[]],
  [
    'failing',
    {
      type: 'failing',
      at: AT,
      since: CREATED_MS,
      error: { ...error('permission', 48001), errMsg: 'denied rid: a-b-c', rid: 'a-b-c' },
    },
    [
      '分阶段发布：查询失败',
      '错误：denied（permission，48001）',
      `处理建议（由开发者操作）：${error('permission', 48001).hint.zh}`,
      `开始失败的时间：${zh(BEGAN)}，请求 ID：a-b-c`,
    ],
    [
      'Staged release: status check failed',
      'Error: denied (permission, 48001)',
      `What to do (for a developer): ${error('permission', 48001).hint.en}`,
      `Failing since: ${en(BEGAN)}, request ID: a-b-c`,
    ],
  ],
  [
    'recovered',
    { type: 'recovered', at: AT, since: CREATED_MS },
    ['分阶段发布：查询已恢复正常', `开始失败的时间：${zh(BEGAN)}`, CHECKED.zh],
    ['Staged release: status check is working again', `Failing since: ${en(BEGAN)}`, CHECKED.en],
  ],
]

it.each(rows)('%s', (_name, event, chinese, english) => {
  expect(message(event, 'zh')).toEqual(chinese)
  expect(message(event, 'en')).toEqual(english)
  // What was stored as JSON reads the same.
  expect(describeEvent(JSON.parse(JSON.stringify(event)))).toEqual(describeEvent(event))
})

it('the title contains the keyword that a bot may require', () => {
  for (const [, event] of rows) {
    const { title } = describeEvent(event)
    expect(title.zh).toContain('分阶段发布')
    expect(title.en).toContain('Staged release')
  }
})

it('due while paused says so', () => {
  const event = { type: 'due', at: AT, fullAt: AT + 1, plan: plan('paused', 50) } as const
  expect(message(event, 'zh')).toContain('当前比例：50%，已暂停')
  expect(message(event, 'en')).toContain('Percentage: 50%, paused')
})

it('an error without a code or a request id has none', () => {
  const event = { type: 'failing', at: AT, since: AT, error: error('network') } as const
  expect(message(event, 'zh')[1]).toBe('错误：network happened（network）')
  expect(message(event, 'en').join('\n')).not.toContain('request ID')
})

describe('members', () => {
  const flags = [
    [{}, '0%（仅成员可用）', 'members only (0%)', undefined],
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
  ] as const

  it.each(flags)('%j are named at 0%, and when it starts', (given, chinese, english, first) => {
    const members = { ...plan('running', 0), ...given }
    const event = { type: 'started', at: CREATED_MS, plan: members } as const
    expect(describeEvent(event).title).toEqual({
      zh: `分阶段发布已开始：${chinese}`,
      en: `Staged release started: ${english}`,
    })
    const said = [message(event, 'zh')[1], message(event, 'en')[1]]
    expect(said).toEqual(first ?? [OF_PLAN.zh[0], OF_PLAN.en[0]])
    const moved = { type: 'progressed', at: AT, from: 0, to: 8, plan: members } as const
    expect(message(moved, 'zh')[0]).toBe(`分阶段发布比例变化：${chinese} → 8%`)
  })
})

it('due after the date announces no date in the past', () => {
  const at = CREATED_MS + 16 * DAY
  const event = {
    type: 'due',
    at,
    fullAt: CREATED_MS + 15 * DAY,
    plan: plan('running', 50),
  } as const
  expect(message(event, 'zh').slice(0, 3)).toEqual([
    `分阶段发布已过自动全量发布的时间，仍未完成：${zh(FULL)}`,
    '当前比例：50%',
    '请在微信公众平台的「版本管理」中确认。',
  ])
  expect(message(event, 'en').slice(0, 3)).toEqual([
    `Staged release should have gone to all users on ${en(FULL)}`,
    'Percentage: 50%',
    'Check 版本管理 (version management) on mp.weixin.qq.com.',
  ])
})

describe('a failing check', () => {
  const failing = (given: object) =>
    ({ type: 'failing', at: AT, since: AT, error: { ...error('permission'), ...given } }) as const

  it('is at most four lines, with the request ID once', () => {
    for (const kind of ERROR_KINDS) {
      const given = { ...error(kind, 48001), errMsg: 'a rid: 1-2-3', rid: '1-2-3' }
      const lines = message(failing(given), 'en')
      expect(lines.length).toBeLessThanOrEqual(4)
      expect(lines.join('\n').split('1-2-3')).toHaveLength(2)
    }
  })

  it('that is temporary asks nobody to do anything', () => {
    expect(message(failing(error('timeout')), 'zh')[2]).toBe(
      '处理建议：暂时无需操作，之后的查询会重试，恢复后会另行通知。',
    )
    expect(message(failing(error('timeout')), 'en')[2]).toBe(
      'What to do: nothing for now. Further checks try again, and you are notified once they succeed.',
    )
  })

  it('shows what comes from elsewhere in its line, in its order and without markup', () => {
    const odd = 'a\r\nb\u2028c\u202e<@all>[x](y)'
    const plain = 'a b c ＜＠all＞［x］(y)'
    const hint = { zh: odd, en: odd }
    const given = { kind: odd, errCode: odd, errMsg: odd, rid: odd, hint, retryable: false }
    expect(message(failing(given as never), 'en').slice(1)).toEqual([
      `Error: ${plain} (${plain}, ${plain})`,
      `What to do (for a developer): ${plain}`,
      `Failing since: ${en(NEXT_DAY)}, request ID: ${plain}`,
    ])
  })

  it('is shortened', () => {
    const long = 'x'.repeat(100_000)
    const given = { errMsg: long, rid: long, hint: { zh: long, en: long } }
    expect(message(failing(given), 'en').join('\n').length).toBeLessThan(1200)
  })
})

describe('an account', () => {
  const event: ReleaseEvent = { type: 'started', at: CREATED_MS, plan: plan('running', 8) }
  const title = (account: unknown) => describeEvent(event, account as never).title.en

  it.each([
    [{ name: '小店' }, '小店 · '],
    [{ appid: 'wx1' }, 'wx1 · '],
    [{ appid: 'wx1', name: '小店' }, '小店 · '],
    [{ appid: 'wx1', name: ' \u200b ' }, 'wx1 · '],
    [{ name: '<@all> [a](b)\n\u202e@x' }, '＜＠all＞ ［a］(b) ＠x · '],
    [{ name: '字'.repeat(41) }, `${'字'.repeat(39)}… · `],
    [{ name: '字'.repeat(40) }, `${'字'.repeat(40)} · `],
    [{ name: 1, appid: {} }, ''],
    [{}, ''],
    [null, ''],
    [undefined, ''],
  ])('%j comes first in the title', (account, start) => {
    expect(title(account)).toBe(`${start}Staged release started: 8%`)
  })

  it('that can not be read is none', () => {
    expect(title(hostile())).toBe('Staged release started: 8%')
  })

  it('is named in every message, once', () => {
    for (const [, event] of rows) {
      const { title } = describeEvent(event, { name: '小店' })
      expect(title.zh).toMatch(/^小店 · 分阶段发布/)
      expect(title.en).toMatch(/^小店 · Staged release/)
    }
    expect(title({ name: 'Staged release' })).toBe('Staged release · Staged release started: 8%')
  })
})

it.each([
  ['undefined', undefined],
  ['null', null],
  ['text', 'started'],
  ['of a type that is not known', { type: 'later', at: AT, plan: plan('running', 8) }],
  ['without a plan', { type: 'started', at: AT }],
  ['without a hint', { type: 'failing', at: AT, since: AT, error: { errMsg: 'x' } }],
  ['of no time', { type: 'recovered', at: 'now', since: 'then' }],
  ['hostile', hostile()],
])('an event that is %s has a title all the same', (_name, event) => {
  expect(describeEvent(event as never)).toEqual({
    title: { zh: '分阶段发布有变化', en: 'Staged release has changed' },
    lines: [],
  })
})

it('shows no percentage that is not a number, as of an event made by hand', () => {
  const event = { type: 'progressed', at: AT, from: 'running', to: 8, plan: plan('running', 8) }
  expect(message(event as never, 'en')[0]).toBe('Staged release progressed: — → 8%')
})

it('the end of time is no limit', () => {
  const created = 8.64e12
  const event = { type: 'started', at: 8.64e15, plan: plan('running', 8, created) } as const
  expect(message(event, 'en')[1]).toBe('Created: +275760-09-13 00:00 Beijing time (UTC+8)')
})

it.each([
  [Date.UTC(2026, 10, 3, 2, 20, 59, 999), '2026-11-03 10:20'],
  [Date.UTC(2026, 11, 31, 16, 0), '2027-01-01 00:00'],
  [-8.64e15, '-271821-04-20 08:00'],
  [8.64e15, '+275760-09-13 00:00'],
])('%d is shown in Beijing time', (since, time) => {
  const event = { type: 'recovered', at: AT, since } as const
  expect(message(event, 'zh')[1]).toBe(`开始失败的时间：${time}（北京时间）`)
  expect(message(event, 'en')[1]).toBe(`Failing since: ${time} Beijing time (UTC+8)`)
})
