import { openSession } from '../../../src/cli/session'
import { localTime, relativeTime } from '../../../src/cli/time'

const lookOf = (LANG: string, timeZone?: string) => ({
  ...openSession({ env: { LANG }, stdout: {}, stderr: {} } as never, []).look,
  timeZone,
})
const en = lookOf('en_US', 'Asia/Shanghai')
const zh = lookOf('zh_CN', 'Asia/Shanghai')

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
  const nowMs = 1_700_000_000_000
  expect(relativeTime(1_700_000_000 + away, en, nowMs)).toBe(inEnglish)
  expect(relativeTime(1_700_000_000 + away, zh, nowMs)).toBe(inChinese)
})

it('says the time where the user is', () => {
  expect(localTime(1_700_000_000, en)).toBe('15 Nov 2023, 06:13')
  expect(localTime(1_700_000_000, zh)).toBe('2023年11月15日 06:13')
  expect(localTime(1_700_000_000, lookOf('en', 'America/New_York'))).toBe('14 Nov 2023, 17:13')
  expect(localTime(0, lookOf('en'))).toMatch(/19(69|70)/)
})

it('takes any time that a plan may hold', () => {
  expect(localTime(8.64e12, en)).toContain('275760')
  expect(relativeTime(8.64e12, en, 0)).toMatch(/^in [\d,]+ years$/)
})
