import { beijingTime } from '../../../src/watch/beijing-time'

it.each([
  [Date.UTC(2026, 10, 3, 2, 20, 59, 999), '2026-11-03 10:20'],
  [Date.UTC(2026, 11, 31, 16, 0), '2027-01-01 00:00'],
  [0, '1970-01-01 08:00'],
  [-8.64e15, '-271821-04-20 08:00'],
  [8.64e15, '+275760-09-13 00:00'],
])('%d', (ms, time) => {
  expect(beijingTime(ms)).toEqual({
    zh: `${time}（北京时间）`,
    en: `${time} Beijing time (UTC+8)`,
  })
})
