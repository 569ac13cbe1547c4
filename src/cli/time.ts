import type { Look } from './session'

/** Date and time where the user is. */
export function localTime(seconds: number, { texts, timeZone }: Look): string {
  const format = new Intl.DateTimeFormat(texts.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone !== undefined && { timeZone }),
  })
  return format.format(seconds * 1000)
}

/** Units of time in seconds, and up to how many of them are used. The last has no end. */
const UNITS = [
  ['second', 1, 60],
  ['minute', 60, 60],
  ['hour', 3600, 48],
  ['day', 86_400, 60],
  ['month', 2_629_746, 24],
  ['year', 31_556_952, Number.POSITIVE_INFINITY],
] as const

type Unit = (typeof UNITS)[number]

/** How far away a time is, as "in 3 hours". */
export function relativeTime(seconds: number, { texts }: Look, nowMs: number): string {
  const away = seconds - nowMs / 1000
  const fits = ([, size, most]: Unit): boolean => Math.abs(Math.round(away / size)) < most
  const [unit, size] = UNITS.find(fits) as Unit
  const words = new Intl.RelativeTimeFormat(texts.locale).format(Math.round(away / size), unit)
  return words.replace(/(\d)(?=\p{Script=Han})/u, '$1 ')
}
