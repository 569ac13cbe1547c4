/**
 * Runs the test that mirrors the mutated source before all others, because it is the likeliest to fail:
 * a mutant of a table or a pattern is reached by every test.
 */
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { ofJest } = require('./of-jest.cjs')

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
  sort(tests) {
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__
    if (mutant === undefined) return super.sort(tests)
    mirrors ??= findMirrors()
    const isOther = ({ path }) => path !== mirrors.get(mutant)
    return [...tests].sort((one, other) => isOther(one) - isOther(other))
  }
}
