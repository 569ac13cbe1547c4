import { describe as describeEvent, type Hint, type ReleaseEvent } from '../../../src/watch'
import { CREATED, CREATED_MS, DAY, error, hostile, plan } from './looks'

const AT = CREATED_MS + DAY

/** A message as a group reads it. */
function message(event: ReleaseEvent, language: keyof Hint): string[] {
  const { title, lines } = describeEvent(event)
  return [title, ...lines].map((words) => words[language])
}

const BEGAN = '2026-11-03 10:40'
const NEXT_DAY = '2026-11-04 10:40'
const FULL = '2026-11-18 10:40'
const zh = (time: string) => `${time}（北京时间）`
const en = (time: string) => `${time} Beijing time (UTC+8)`

const OF_PLAN = {
  zh: [`创建时间：${zh(BEGAN)}`, `微信将于 ${zh(FULL)}自动全量。`],
  en: [`Created: ${en(BEGAN)}`, `WeChat makes it full on ${en(FULL)}.`],
}
const LOCKED = {
  zh: '全量或取消之前，不能再次发布，也不能回退版本。',
  en: 'Till it is full or withdrawn, there can be neither a new release nor a rollback.',
}
const NOTICED = { zh: `查询时间：${zh(NEXT_DAY)}`, en: `Noticed: ${en(NEXT_DAY)}` }

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
    ['分阶段发布已开始：仅项目成员（0%）', ...OF_PLAN.zh, LOCKED.zh],
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
      '分阶段发布已开始，目前暂停：8%',
      ...OF_PLAN.zh,
      LOCKED.zh,
      `上一个分阶段发布不再返回：是已全量还是被取消，无法区分。它创建于 ${zh('2026-11-02 10:40')}，最后看到的比例：50%。`,
    ],
    [
      'Staged release started and paused: 8%',
      ...OF_PLAN.en,
      LOCKED.en,
      `The release before is reported no longer: full and withdrawn can't be told apart. It was created on ${en('2026-11-02 10:40')}, share seen last: 50%.`,
    ],
  ],
  [
    'progressed',
    changed('progressed', 'running', 0, 12.345),
    ['分阶段发布有进展：仅项目成员（0%） → 12.35%', ...OF_PLAN.zh, NOTICED.zh],
    ['Staged release moved: members only (0%) → 12.35%', ...OF_PLAN.en, NOTICED.en],
  ],
  [
    'paused',
    { type: 'paused', at: AT, from: 8, to: 8, plan: plan('paused', 8) },
    ['分阶段发布已暂停：8%', ...OF_PLAN.zh, NOTICED.zh],
    ['Staged release paused: 8%', ...OF_PLAN.en, NOTICED.en],
  ],
  [
    'resumed',
    { type: 'resumed', at: AT, from: 8, to: 20, plan: plan('running', 20) },
    ['分阶段发布已恢复：20%', '比例变化：8% → 20%', ...OF_PLAN.zh, NOTICED.zh],
    ['Staged release resumed: 20%', 'Share: 8% → 20%', ...OF_PLAN.en, NOTICED.en],
  ],
  [
    'completed',
    { type: 'completed', at: AT, from: 50, to: 100, plan: plan('completed', 100) },
    ['分阶段发布已完成：全部用户可用新版本', '比例变化：50% → 100%', OF_PLAN.zh[0], NOTICED.zh],
    [
      'Staged release completed: all users get the new version',
      'Share: 50% → 100%',
      OF_PLAN.en[0],
      NOTICED.en,
    ],
  ] as [string, ReleaseEvent, string[], string[]],
  [
    'deleted',
    { type: 'deleted', at: AT, from: 50, to: 50, plan: plan('deleted', 50) },
    ['分阶段发布已被取消，取消前的比例：50%', OF_PLAN.zh[0], NOTICED.zh],
    ['Staged release withdrawn, share before that: 50%', OF_PLAN.en[0], NOTICED.en],
  ] as [string, ReleaseEvent, string[], string[]],
  [
    'ended',
    { type: 'ended', at: AT, plan: plan('running', 50) },
    [
      '分阶段发布已结束：微信不再返回它',
      '是已全量还是被取消，无法区分：请在微信公众平台的「版本管理」中查看。',
      '最后看到的比例：50%',
      OF_PLAN.zh[0],
      NOTICED.zh,
    ],
    [
      'Staged release ended: WeChat reports it no longer',
      "Full and withdrawn can't be told apart: look at version management (版本管理) in the console of the mini program.",
      'Share seen last: 50%',
      OF_PLAN.en[0],
      NOTICED.en,
    ],
  ] as [string, ReleaseEvent, string[], string[]],
  [
    'due',
    { type: 'due', at: AT, fullAt: CREATED_MS + 15 * DAY, plan: plan('running', 50) },
    [
      `分阶段发布将由微信自动全量：${zh(FULL)}`,
      '当前比例：50%',
      '请在此之前决定：提前全量，或取消发布。',
      LOCKED.zh,
      OF_PLAN.zh[0],
      NOTICED.zh,
    ],
    [
      `Staged release will be made full by WeChat on ${en(FULL)}`,
      'Share: 50%',
      'Decide before that: make it full yourself, or withdraw it.',
      LOCKED.en,
      OF_PLAN.en[0],
      NOTICED.en,
    ],
  ] as [string, ReleaseEvent, string[], string[]],
  [
    'failing',
    {
      type: 'failing',
      at: AT,
      since: CREATED_MS,
      error: { ...error('permission', 48001), rid: 'a-b-c' },
    },
    [
      '分阶段发布：查询失败',
      '错误：permission happened（permission, 48001）',
      `处理建议：${error('permission', 48001).hint.zh}`,
      '请求编号：a-b-c',
      '查询恢复之前，无法得知发布的进展。',
      `开始失败的时间：${zh(BEGAN)}`,
      NOTICED.zh,
    ],
    [
      "Staged release can't be queried",
      'Error: permission happened (permission, 48001)',
      `What to do: ${error('permission', 48001).hint.en}`,
      'Request id: a-b-c',
      'Until it can be queried again, nothing is known of the release.',
      `Failing since: ${en(BEGAN)}`,
      NOTICED.en,
    ],
  ],
  [
    'recovered',
    { type: 'recovered', at: AT, since: CREATED_MS },
    ['分阶段发布：查询已恢复正常', `开始失败的时间：${zh(BEGAN)}`, NOTICED.zh],
    ['Staged release can be queried again', `Failing since: ${en(BEGAN)}`, NOTICED.en],
  ],
]

it.each(rows)('%s', (_name, event, chinese, english) => {
  expect(message(event, 'zh')).toEqual(chinese)
  expect(message(event, 'en')).toEqual(english)
  // What was kept as JSON is told the same.
  expect(describeEvent(JSON.parse(JSON.stringify(event)))).toEqual(describeEvent(event))
})

it('the title holds the word that a robot may ask for', () => {
  for (const [, event] of rows) {
    const { title } = describeEvent(event)
    expect(title.zh).toContain('分阶段发布')
    expect(title.en).toContain('Staged release')
  }
})

it('due while paused says so', () => {
  const event = { type: 'due', at: AT, fullAt: AT, plan: plan('paused', 50) } as const
  expect(message(event, 'zh')).toContain('当前比例：50%，暂停中')
  expect(message(event, 'en')).toContain('Share: 50%, paused')
})

it('an error without a code or a request id has none', () => {
  const event = { type: 'failing', at: AT, since: AT, error: error('network') } as const
  expect(message(event, 'zh')[1]).toBe('错误：network happened（network）')
  expect(message(event, 'en').join('\n')).not.toContain('Request id')
})

it('words from elsewhere stay in their line, in their order', () => {
  const errMsg = 'a\r\nb\u2028c\u202ed\u0000\u200be '
  const event = {
    type: 'failing',
    at: AT,
    since: AT,
    error: { ...error('system'), errMsg },
  } as const
  expect(message(event, 'en')[1]).toBe('Error: a b c d e (system)')
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

it('the end of time is no limit', () => {
  const created = 8.64e12
  const event = { type: 'started', at: 8.64e15, plan: plan('running', 8, created) } as const
  expect(message(event, 'en')[1]).toBe('Created: +275760-09-13 00:00 Beijing time (UTC+8)')
})
