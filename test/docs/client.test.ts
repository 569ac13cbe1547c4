import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FunctionFailure } from '../../src/client'
import { root } from '../typescript'
import { SAID } from '../unit/client/table'
import { codeOf, faultsOf, samplesAlike, samplesOf, textOf } from './samples'

const PAGES = ['docs/client.md', 'docs/client.zh-CN.md']

/** Headings, as GitHub makes anchors of them. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe.each(PAGES)('%s', (name) => {
  const text = textOf(name)

  it('has samples that compile, with the declarations of wx', () => {
    const samples = samplesOf(text)
    expect(codeOf(samples)).toHaveLength(2)
    const flags = ['--checkJs', '--types', 'node,miniprogram-api-typings']
    expect(faultsOf(name, samples, ...flags)).toBe('')
  }, 60_000)

  it('has links that lead somewhere', () => {
    const links = [...text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)]
    expect(links.length).toBeGreaterThan(2)
    for (const [, path = '', anchor] of links) {
      const target = join(dirname(name), path)
      expect(existsSync(join(root, target))).toBe(true)
      if (anchor) expect(anchorsOf(textOf(target))).toContain(anchor)
    }
  })

  it('has every failure, and every option', () => {
    const failures = new Set<FunctionFailure>(['no_cloud', 'not_ours'])
    for (const { failure } of SAID) failures.add(failure)
    expect(failures.size).toBe(9)
    for (const word of [...failures, 'name', 'timeoutMs', 'env']) {
      expect(text).toContain(`| \`${word}\` |`)
    }
  })
})

it('both languages have the same samples', () => {
  const [english, chinese] = PAGES.map((name) => samplesAlike(textOf(name)))
  expect(chinese).toEqual(english)
})
