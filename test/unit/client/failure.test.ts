import { type FunctionFailure, failedCall } from '../../../src/client/failure'
import { RETRYABLE } from './table'

/** What the hints of a failure must name, in either language. */
const NAMES: { [failure in FunctionFailure]: [zh: RegExp, en: RegExp] } = {
  no_cloud: [/wx\.cloud.*2\.2\.3.*AppID/, /wx\.cloud.*2\.2\.3.*AppID/],
  not_deployed: [/云函数 fn.*开发者工具.*上传并部署/, /function fn.*DevTools.*上传并部署/],
  no_environment: [/环境 ID.*wx\.cloud\.init/, /ID.*wx\.cloud\.init/],
  timed_out: [/超时时间/, /timeout/],
  limited: [/配额/, /Too many calls/],
  offline: [/网络/, /network/],
  crashed: [/fn.*日志.*云端安装依赖/, /fn.*log.*dependencies/],
  not_ours: [/fn.*现成的云函数.*name/, /fn.*ready-made function.*name/],
  call_failed: [/errMsg.*errCode.*rid/, /errMsg.*errCode.*rid/],
}

it.each(Object.entries(NAMES))(
  '%s has a hint of its own, and is retryable if it passes',
  (name, [zh, en]) => {
    const failure = name as FunctionFailure
    const { error } = failedCall(failure, { errMsg: 'words', name: 'fn' })
    expect(error.hint.zh).toMatch(zh)
    expect(error.hint.en).toMatch(en)
    expect(error.hint.zh).not.toMatch(/\{|\}/)
    // A token, an allowlist or permissions have no part in a call from a page.
    for (const words of Object.values(error.hint)) {
      expect(words).not.toMatch(/token|permissions|白名单|凭证|config\.json/i)
    }
    expect(error.retryable).toBe(RETRYABLE.includes(failure))
  },
)

it('is what it was told, and of one kind', () => {
  const { error } = failedCall('limited', { errMsg: 'words', errCode: 7, attempts: 0, rid: 'id-1' })
  const { hint: _hint, ...rest } = error
  expect(rest).toEqual({
    kind: 'function_failed',
    failure: 'limited',
    errCode: 7,
    errMsg: 'words',
    retryable: true,
    attempts: 0,
    rid: 'id-1',
  })
})

it('has code 0, one attempt and no id if nothing else is said', () => {
  const { ok, error } = failedCall('crashed', { errMsg: 'words' })
  expect(ok).toBe(false)
  expect(error).toMatchObject({ errCode: 0, errMsg: 'words', attempts: 1 })
  expect(Object.keys(error)).not.toContain('rid')
  expect('cause' in error).toBe(false)
})

it('keeps the cause in the process, and out of JSON', () => {
  const { error } = failedCall('crashed', { errMsg: 'words', cause: 'thrown' })
  expect(Object.getOwnPropertyDescriptor(error, 'cause')).toEqual({
    value: 'thrown',
    configurable: true,
    enumerable: false,
    writable: false,
  })
})
