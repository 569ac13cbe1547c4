/**
 * jest-circus for the tests of one mutant. Stryker's runner runs all tests that reach it; this one stops
 * at the first failure. Which tests a file has is known from the dry run.
 */
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { ofJest } = require('./of-jest.cjs')

const { default: circus } = ofJest('jest-circus/runner')
const { createEmptyTestResult } = ofJest('@jest/test-result')
const { MUTATION_AREA, MUTATION_SOURCES } = process.env
const folder = `${MUTATION_AREA}-tests`
const namesIn = (testPath) => join(folder, testPath.split('/test/').pop().replaceAll('/', '-'))

/** The mutant that was found last, and the test file that found it. */
const found = { mutant: undefined, by: undefined }

/** The result of a file that is not run; jest rejects one without any test. */
const skipped = (testFilePath) => ({
  ...createEmptyTestResult(),
  testFilePath,
  testResults: [{ ancestorTitles: [], failureMessages: [], fullName: '', status: 'pending' }],
})

/** Whether a file has a test whose name matches. */
function reaches(testPath, pattern = '') {
  const name = new RegExp(pattern, 'i')
  return JSON.parse(readFileSync(namesIn(testPath), 'utf8')).some((one) => name.test(one))
}

async function runTests(globalConfig, config, environment, runtime, testPath, send) {
  const run = () => circus(globalConfig, config, environment, runtime, testPath, send)
  const mutant = process.env.__STRYKER_ACTIVE_MUTANT__
  if (mutant !== undefined && found.mutant === mutant) return skipped(testPath)
  // The command loads its parts on demand. Loaded within a test, their tables and patterns would count
  // as reached by that test only.
  for (const source of MUTATION_SOURCES.split(',')) {
    if (source.startsWith('src/cli/')) runtime.requireModule(join(config.rootDir, source))
  }
  if (mutant === undefined) {
    const result = await run()
    mkdirSync(folder, { recursive: true })
    writeFileSync(namesIn(testPath), JSON.stringify(result.testResults.map((one) => one.fullName)))
    return result
  }
  const { handleTestEvent } = environment
  environment.handleTestEvent = async (event, state) => {
    await handleTestEvent?.call(environment, event, state)
    if (event.name === 'test_start' && found.mutant === mutant) event.test.mode = 'skip'
    if (event.name === 'test_done' && event.test.errors.length > 0) {
      Object.assign(found, { mutant, by: testPath })
    }
  }
  const result = await run()
  if (result.testExecError) Object.assign(found, { mutant, by: testPath })
  return result
}

module.exports = Object.assign(runTests, { found, reaches })
