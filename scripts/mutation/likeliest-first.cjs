/**
 * Of the test files, runs only those that reach the mutant, and first those that are the likeliest to
 * fail: the mirror of the mutated source, because a mutant of a table or a pattern is reached by every
 * test, and the file that found the mutant before.
 */
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { ofJest } = require('./of-jest.cjs')
const { found, reaches } = require('./jest-circus-until-failure.cjs')

const { default: Sequencer } = ofJest('@jest/test-sequencer')

/** The test of each mutant; Stryker writes a mutant's number where it can be switched on. */
let mirrors

function findMirrors() {
  const root = join(__dirname, '../..')
  const sources = readdirSync(join(root, 'src'), { recursive: true })
  return new Map(
    sources
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => {
        const text = readFileSync(join(root, 'src', path), 'utf8')
        const mirror = join(root, 'test/unit', path.replace(/\.ts$/, '.test.ts'))
        return [...text.matchAll(/stryMutAct_\w+\("(\d+)"\)/g)].map(([, id]) => [id, mirror])
      }),
  )
}

module.exports = class extends Sequencer {
  constructor(options) {
    super(options)
    this.pattern = options.globalConfig.testNamePattern
  }

  sort(tests) {
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__
    if (mutant === undefined) return super.sort(tests)
    mirrors ??= findMirrors()
    const likeliest = [found.by, mirrors.get(mutant)]
    const rankOf = ({ path }) => likeliest.indexOf(path)
    return tests
      .filter(({ path }) => reaches(path, this.pattern))
      .sort((one, other) => rankOf(other) - rankOf(one))
  }
}
