/**
 * Mutation testing of some sources at a time: scripts/mutation/run.mjs says which, and which unit tests
 * must notice.
 */
export default {
  mutate: process.env.MUTATION_SOURCES.split(','),
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { configFile: 'scripts/mutation/jest.config.cjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 5000,
  tempDirName: '.cache/stryker',
  ignorePatterns: ['/dist', '/coverage', '/bench', '/cloudfunctions', '/docs'],
  reporters: ['json'],
  jsonReporter: { fileName: process.env.MUTATION_REPORT },
  warnings: { slow: false },
  logLevel: 'warn',
}
