/**
 * jest-circus for the tests of one mutant. Stryker's runner loads each test file for each mutant and runs
 * all tests that reach it; this one loads only the files that have such a test, and stops at the first
 * failure. Which tests a file has is known from the dry run.
 */
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { ofJest } = require('./of-jest.cjs')

const { default: circus } = ofJest('jest-circus/runner')
const { createEmptyTestResult } = ofJest('@jest/test-result')
const folder = `${process.env.MUTATION_AREA}-tests`

/** The mutant that a test failed with last. */
let killed

/** The result of a file that is not run; jest rejects one without any test. */
const skipped = (testFilePath) => ({
  ...createEmptyTestResult(),
  testFilePath,
  testResults: [{ ancestorTitles: [], failureMessages: [], fullName: '', status: 'pending' }],
})

module.exports = async (globalConfig, config, environment, runtime, testPath, send) => {
  const mutant = process.env.__STRYKER_ACTIVE_MUTANT__
  const known = join(folder, testPath.split('/test/').pop().replaceAll('/', '-'))
  if (mutant === undefined) {
    const result = await circus(globalConfig, config, environment, runtime, testPath, send)
    mkdirSync(folder, { recursive: true })
    writeFileSync(known, JSON.stringify(result.testResults.map(({ fullName }) => fullName)))
    return result
  }
  const pattern = new RegExp(globalConfig.testNamePattern ?? '', 'i')
  const reached = JSON.parse(readFileSync(known, 'utf8')).some((name) => pattern.test(name))
  if (killed === mutant || !reached) return skipped(testPath)

  const { handleTestEvent } = environment
  environment.handleTestEvent = async (event, state) => {
    await handleTestEvent?.call(environment, event, state)
    if (event.name === 'test_start' && killed === mutant) event.test.mode = 'skip'
    if (event.name === 'test_done' && event.test.errors.length > 0) killed = mutant
  }
  const result = await circus(globalConfig, config, environment, runtime, testPath, send)
  if (result.testExecError) killed = mutant
  return result
}
