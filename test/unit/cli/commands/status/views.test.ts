import { type Next, viewFor } from '../../../../../src/cli/commands/status/views'
import { openSession } from '../../../../../src/cli/session'
import type { GetGrayReleasePlanResult } from '../../../../../src/core/result'
import { CREATED_MS, failed, found } from '../../../watch/results'
import { erased } from '../../fake-terminal'

const AGAIN: Next = { seconds: 60 }
const END: Next = { exit: 1 }
const FOOTER = '  Checking every 60 seconds; press Ctrl-C to stop.'

type Shown = [result: GetGrayReleasePlanResult, next: Next, notes?: string[]]

/** What is written to each output, result by result. */
function shown(results: Shown[], { json = false, env = {}, isTTY = false }) {
  const written: [string, string][] = []
  const output = (name: string) => ({
    isTTY,
    columns: 200,
    write: (text: string) => written.push([name, text]),
  })
  const context = { env: { NO_COLOR: '1', ...env }, stdout: output('out'), stderr: output('err') }
  const now = () => CREATED_MS
  const session = openSession({ ...context, now, systemLocale: 'en', timeZone: 'UTC' } as never, [])
  const view = viewFor(session, json)
  for (const [result, next, notes = []] of results) view(result, next, notes)
  return written
}

const BUSY = 'WeChat is busy or its gateway failed: try again in a moment.'

describe('on a terminal', () => {
  const frames = (...results: Shown[]) => shown(results, { isTTY: true })

  it('draws a plan, and nothing below it but when it checks again', () => {
    const [[, frame]] = frames([found('running', 8), AGAIN]) as [[string, string]]
    const rows = frame.split('\n')
    expect(rows.slice(0, 2)).toEqual([
      '',
      expect.stringMatching(/^ {2}Running {2}█{3}░{37} {2}8%$/),
    ])
    expect(rows.slice(-4)).toEqual([expect.stringContaining('To everyone by'), '', FOOTER, ''])
  })

  it('draws no plan, what it waits for, and what is wrong, each in its place', () => {
    const waiting = { ...AGAIN, message: 'Waiting.' }
    expect(frames([failed('no_plan'), waiting], [failed('system', -1), AGAIN])).toEqual([
      ['out', `\n  No staged release in progress\n\n  Waiting.\n${FOOTER}\n`],
      ['out', `${erased(5)}error: system (-1): system happened\n${BUSY}\n\n${FOOTER}\n`],
    ])
  })

  it('leaves a plan there at its end, and what ended it on standard error', () => {
    const [, last, ...errors] = frames(
      [found('running', 8), AGAIN],
      [failed('no_plan'), { ...END, message: 'It is gone.' }],
    )
    expect(last?.[1]).toMatch(/8%[\s\S]+As of/)
    expect(errors).toEqual([
      ['out', 'No staged release in progress\n'],
      ['err', 'It is gone.\n'],
    ])
  })
})

describe('elsewhere', () => {
  const lines = (...results: Shown[]) =>
    shown(results, {}).map(([name, text]) => `${name}: ${text.split('\n')[0]}`)

  it('repeats an error in one line, and another code of its kind in full', () => {
    expect(
      lines([failed('quota', 1), AGAIN], [failed('quota', 1), AGAIN], [failed('quota', 2), AGAIN]),
    ).toEqual([
      'err: error: quota (1): quota happened',
      expect.stringMatching(`^err: error: quota \\(1\\): quota happened \\(checked `),
      'err: error: quota (2): quota happened',
    ])
  })

  it('says once that there is no plan, and each note', () => {
    expect(lines([failed('no_plan'), AGAIN], [failed('no_plan'), END, ['careful']])).toEqual([
      'out: No staged release in progress',
      'err: note: careful',
    ])
  })
})

it.each([
  ['timeout', 'HTTPS_PROXY'],
  ['network', 'http_proxy'],
  ['system', undefined],
] as const)('in JSON, an error of kind %s has a note on the proxy: %s', (kind, variable) => {
  const env = { HTTPS_PROXY: '', [variable ?? 'HTTPS_PROXY']: 'http://proxy' }
  const result = failed(kind)
  expect(shown([[result, END]], { json: true, env })).toEqual([
    ['out', `${JSON.stringify(result)}\n`],
    ...(variable ? [['err', expect.stringMatching(`^note: ${variable} is set, `)]] : []),
  ])
})
