import type { FunctionFailure } from '../../src/client'
import { textOf } from '../typescript'
import { SAID } from '../unit/client/table'

it.each(['docs/client.md', 'docs/client.zh-CN.md'])('%s has every failure and option', (name) => {
  const text = textOf(name)
  const failures = new Set<FunctionFailure>(['no_cloud', 'not_ours'])
  for (const { failure } of SAID) failures.add(failure)
  expect(failures.size).toBe(9)
  for (const word of [...failures, 'name', 'timeoutMs', 'env']) {
    expect(text).toContain(`| \`${word}\` |`)
  }
})
