import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startGateway } from '../../src/testing'
import { root } from '../typescript'
import { codeOf, faultsOf, samplesAlike, samplesOf, textOf } from './samples'

const run = promisify(execFile)
const READMES = ['README.md', 'README.zh-CN.md']

describe.each(READMES)('%s', (name) => {
  const samples = samplesOf(textOf(name))

  it('has samples whose code compiles', () => {
    expect(codeOf(samples).length).toBeGreaterThan(3)
    expect(faultsOf(name, samples)).toBe('')
  }, 60_000)

  it('has a function that answers with the plan, through the real SDK', async () => {
    const gateway = await startGateway()
    const file = join(root, '.cache/readme', `${name}.js`)
    mkdirSync(join(root, '.cache/readme'), { recursive: true })
    writeFileSync(file, samples.find(({ language }) => language === 'js')?.code ?? '')
    const script = `require(${JSON.stringify(file)}).main().then((r) => console.log(JSON.stringify(r)))`
    const { stdout } = await run(process.execPath, ['-e', script], { env: { ...gateway.env } })
    await gateway.close()
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, plan: { status: 'running' } })
  })

  it('has JSON that parses, and the permission as config.json has it', () => {
    const json = samples.filter(({ language }) => language === 'json').map(({ code }) => code)
    const config = JSON.parse(textOf('config.json'))
    expect(json.map((code) => JSON.parse(code))).toContainEqual(config)
  })

  it('names every kind of error and every environment variable', () => {
    const { ERROR_KINDS } =
      require('../../src/core/error-codes') as typeof import('../../src/core/error-codes')
    for (const kind of ERROR_KINDS) expect(textOf(name)).toContain(`| \`${kind}\` |`)
    expect(textOf(name)).toContain('GRAY_RELEASE_ALLOWED_OPENIDS')
    expect(textOf(name)).toContain('GRAY_RELEASE_CACHE_SECONDS')
  })
})

it('both READMEs have the same samples, apart from comments and what a command prints', () => {
  const [english, chinese] = READMES.map((name) => samplesAlike(textOf(name)))
  expect(chinese).toEqual(english)
})

it('both READMEs show the same commands', () => {
  const [english, chinese] = READMES.map((name) =>
    samplesOf(textOf(name)).flatMap(({ code }) => code.match(/^\$ .*$/gm) ?? []),
  )
  expect(english?.length).toBeGreaterThan(2)
  expect(chinese).toEqual(english)
})
