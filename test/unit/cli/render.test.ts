import { drawError, drawPlan, errorLines, localTime, relativeTime } from '../../../src/cli/render'
import { openSession } from '../../../src/cli/session'
import { widthOf, wrap } from '../../../src/cli/terminal'
import { createError } from '../../../src/core/error'
import type { GrayReleasePlan } from '../../../src/core/plan'

const nowMs = Date.UTC(2026, 0, 2, 12)
const look = (LANG = 'en', columns = 80, timeZone = 'UTC') => ({
  ...openSession({ env: { LANG }, stdout: { columns }, stderr: {}, timeZone } as never, []).look,
})

const plan: GrayReleasePlan = {
  status: 'running',
  statusCode: 1,
  grayPercentage: 25,
  createTimestamp: nowMs / 1000 - 3 * 3600,
}
const whole = {
  ...plan,
  defaultFinishTimestamp: nowMs / 1000 + 21 * 3600,
  supportDebugerFirst: true,
  supportExperiencerFirst: true,
}
const draw = (given: Partial<GrayReleasePlan> = {}, columns = 80) =>
  drawPlan({ ...plan, ...given }, look('en', columns), nowMs)
const first = (given: Partial<GrayReleasePlan>, columns = 80) => draw(given, columns)[0]

it('draws a plan', () => {
  expect(draw(whole)).toEqual([
    '  Running  ██████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  25%',
    '',
    '  Created          2 Jan 2026, 09:00 (3 hours ago)',
    '  Expected finish  3 Jan 2026, 09:00 (in 21 hours)',
    '  Priority         project members first, trial members first',
  ])
  expect(drawPlan({ ...whole, supportDebugerFirst: false }, look('zh_CN'), nowMs)).toEqual([
    '  执行中  ██████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  25%',
    '',
    '  创建时间      2026年1月2日 09:00（3 小时前）',
    '  预计全量时间  2026年1月3日 09:00（21 小时后）',
    '  优先范围      体验成员优先',
  ])
})

it('leaves out what WeChat did not say', () => {
  expect(draw()).toHaveLength(4)
  expect(draw({ supportDebugerFirst: false, supportExperiencerFirst: false })).toHaveLength(4)
})

it.each([
  [0, 0, '0% (members only)'],
  [1e-7, 1, '<0.01%'],
  [0.00999, 1, '<0.01%'],
  [0.01, 1, '0.01%'],
  [0.29, 1, '0.29%'],
  [8.2, 3, '8.2%'],
  [33.339, 13, '33.33%'],
  [50.001, 20, '50%'],
  [99.9, 39, '99.9%'],
  [99.999, 39, '99.99%'],
  [99.99999999999999, 39, '99.99%'],
  [100, 40, '100%'],
])('draws %d percent', (grayPercentage, cells, figure) => {
  const bar = '█'.repeat(cells) + '░'.repeat(40 - cells)
  expect(first({ grayPercentage })).toBe(`  Running  ${bar}  ${figure}`)
})

it('says of a paused release too that only members get 0 percent', () => {
  expect(first({ grayPercentage: 0, status: 'paused' })).toMatch(/ 0% \(members only\)$/)
  expect(first({ grayPercentage: 0, status: 'initial' })).toMatch(/ 0%$/)
})

it('fits the bar into the terminal, as far as it makes sense', () => {
  expect(first({}, 60)).toBe(`  Running  ${'█'.repeat(10)}${'░'.repeat(30)}  25%`)
  const status = { status: 'unknown', statusCode: 12345 } as const
  expect(first(status, 60)).toBe(`  Unknown (status 12345)  ${'█'.repeat(7)}${'░'.repeat(22)}  25%`)
  expect(first({}, 5)).toBe('  Running  ██░░░░░░░░  25%')
})

it.each(['en', 'zh'])('stays within a narrow window, in %s', (language) => {
  for (const columns of [59, 49, 40, 34]) {
    const given = { ...whole, grayPercentage: 33.33 }
    const lines = drawPlan(given, look(language, columns), nowMs, nowMs / 1000)
    const rows = wrap(lines.join('\n'), columns).split('\n')
    expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(columns)
  }
})

it('says when WeChat releases it to everyone, as long as that is to come', () => {
  const rows = (given: Partial<GrayReleasePlan>) =>
    draw(given).filter((row) => row.includes('everyone'))
  const expected = ['  To everyone by  17 Jan 2026, 09:00 (in 15 days)']
  expect(rows({})).toEqual(expected)
  expect(rows({ status: 'paused' })).toEqual(expected)
  for (const status of ['initial', 'completed', 'deleted', 'unknown'] as const)
    expect(rows({ status })).toEqual([])
  expect(rows({ createTimestamp: nowMs / 1000 - 16 * 86_400 })).toEqual([])
  expect(rows({ createTimestamp: 0 })).toEqual([])
})

it('says since when a plan may be out of date, and does not take 0 for a time', () => {
  const odd = { ...plan, createTimestamp: 0, defaultFinishTimestamp: 0 }
  const rows = (LANG: string) => drawPlan(odd, look(LANG), nowMs, nowMs / 1000 - 300).slice(2)
  expect(rows('en')).toEqual([
    '  Created          unknown',
    '  Expected finish  unknown',
    '  As of            2 Jan 2026, 11:55 (5 minutes ago)',
  ])
  expect(rows('zh')).toEqual([
    '  创建时间      未知',
    '  预计全量时间  未知',
    '  截至          2026年1月2日 11:55（5 分钟前）',
  ])
})

it.each([
  ['initial', 0, 'Not started'],
  ['running', 1, 'Running'],
  ['paused', 2, 'Paused'],
  ['completed', 3, 'Completed'],
  ['deleted', 4, 'Deleted'],
  ['unknown', 9, 'Unknown (status 9)'],
] as const)('says %s in words', (status, statusCode, words) => {
  expect(first({ status, statusCode })?.startsWith(`  ${words} `)).toBe(true)
})

it('says calmly that no release is in progress', () => {
  const error = createError('no_plan', { errMsg: 'ok', attempts: 1 })
  expect(drawError(error, look())).toEqual(['  No staged release in progress'])
  expect(drawError(error, look('zh'))).toEqual(['  当前没有进行中的分阶段发布'])
})

it('draws an error with all its details', () => {
  const error = createError('permission', {
    errCode: 48001,
    errMsg: 'api unauthorized \u001b[31m rid: 6743a1b2-1f0c2d3e-4b5a6978',
    attempts: 1,
    hint: { zh: '中文', en: 'English' },
  })
  expect(drawError(error, look())).toEqual([
    '  permission (48001)',
    '',
    '  Error       api unauthorized \\u001b[31m rid: 6743a1b2-1f0c2d3e-4b5a6978',
    '  Hint        English',
    '  Request ID  6743a1b2-1f0c2d3e-4b5a6978',
    '  Attempts    1 (retrying will not help)',
  ])
  expect(drawError({ ...error, retryable: true }, look('zh_CN'))).toEqual([
    '  permission（48001）',
    '',
    '  错误信息  api unauthorized \\u001b[31m rid: 6743a1b2-1f0c2d3e-4b5a6978',
    '  处理建议  中文',
    '  请求 ID   6743a1b2-1f0c2d3e-4b5a6978',
    '  调用次数  1（可稍后重试）',
  ])
})

it('names the fields of an invalid response', () => {
  const issues = [
    { path: '', message: 'not a plan' },
    { path: 'grayReleasePlan.status', message: 'expected\u0007 a number' },
  ]
  const error = createError('invalid_response', { errMsg: 'odd', attempts: 2, issues })
  expect(drawError(error, look()).filter((line) => line.includes('Field'))).toEqual([
    '  Field     grayReleasePlan.status: expected\\u0007 a number',
  ])
})

it('reports an error in two lines, and leaves out a code of 0, which is none', () => {
  const error = createError('quota', { errCode: 45009, errMsg: 'x\u009b\ny', attempts: 1 })
  const [line, hint] = errorLines(error, look())
  expect(line).toBe('error: quota (45009): x\\u009b\\u000ay')
  expect(hint).toMatch(/^Today's quota is used up/)
  expect(errorLines(error, look('zh_CN'))[1]).toMatch(/^当天的调用额度已用完/)
  const late = createError('timeout', { errMsg: 'late', attempts: 1 })
  expect(drawError(late, look())[0]).toBe('  timeout')
  expect(errorLines(late, look('zh'))[0]).toBe('错误：timeout：late')
})

it('shows the OPENID of a caller who was refused, if there is one', () => {
  const rows = (openid?: string) => {
    const error = createError('forbidden', {
      errMsg: 'no',
      attempts: 0,
      ...(openid !== undefined && { openid }),
    })
    return drawError(error, look()).filter((line) => line.includes('OPENID'))
  }
  expect(rows('o1\u0007')).toEqual(['  OPENID    o1\\u0007'])
  expect([rows(''), rows()]).toEqual([[], []])
})

it.each([
  [0, 'in 0 seconds', '0 秒钟后'],
  [59, 'in 59 seconds', '59 秒钟后'],
  [-59, '59 seconds ago', '59 秒钟前'],
  [60, 'in 1 minute', '1 分钟后'],
  [3599, 'in 1 hour', '1 小时后'],
  [3 * 3600, 'in 3 hours', '3 小时后'],
  [3 * 3600 - 1, 'in 3 hours', '3 小时后'],
  [-47 * 3600, '47 hours ago', '47 小时前'],
  [48 * 3600, 'in 2 days', '2 天后'],
  [-59 * 86_400, '59 days ago', '59 天前'],
  [61 * 86_400, 'in 2 months', '2 个月后'],
  [800 * 86_400, 'in 2 years', '2 年后'],
])('%d s away is %s, %s', (away, inEnglish, inChinese) => {
  expect(relativeTime(1_700_000_000 + away, look('en'), 1_700_000_000_000)).toBe(inEnglish)
  expect(relativeTime(1_700_000_000 + away, look('zh'), 1_700_000_000_000)).toBe(inChinese)
})

it('says the time where the user is, and takes any time that a plan may hold', () => {
  const [en, zh] = [look('en', 80, 'Asia/Shanghai'), look('zh', 80, 'Asia/Shanghai')]
  expect(localTime(1_700_000_000, en)).toBe('15 Nov 2023, 06:13')
  expect(localTime(1_700_000_000, zh)).toBe('2023年11月15日 06:13')
  expect(localTime(1_700_000_000, look('en', 80, 'America/New_York'))).toBe('14 Nov 2023, 17:13')
  expect(localTime(0, { ...en, timeZone: undefined })).toMatch(/19(69|70)/)
  expect(localTime(8.64e12, en)).toContain('275760')
  expect(relativeTime(8.64e12, en, 0)).toMatch(/^in [\d,]+ years$/)
})
