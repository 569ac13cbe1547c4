/**
 * Mutation testing of one area at a time: scripts/mutation/run.mjs says which sources it has, and which
 * unit tests must notice.
 */
const { MUTATION_AREA, MUTATION_SOURCES } = process.env

export default {
  mutate: MUTATION_SOURCES.split(','),
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner', './scripts/mutation/ignore-text.mjs'],
  ignorers: ['text'],
  jest: { configFile: 'scripts/mutation/jest.config.cjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: `${MUTATION_AREA}-incremental.json`,
  concurrency: 2,
  timeoutMS: 3000,
  tempDirName: '.cache/stryker',
  ignorePatterns: ['/dist', '/coverage', '/bench', '/cloudfunctions', '/docs'],
  reporters: ['json'],
  jsonReporter: { fileName: `${MUTATION_AREA}.json` },
  warnings: { slow: false },
  logLevel: 'warn',
}
