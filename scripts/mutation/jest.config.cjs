// The unit tests of the sources under mutation, which read the sources and not what is built of them.
const { projects } = require('../../jest.config.cjs')
const [quick] = projects

module.exports = {
  ...quick,
  rootDir: '../..',
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: process.env.MUTATION_TESTS.split(',').map(
    (tests) => `<rootDir>/test/unit/${tests}{,/**/*}.test.ts`,
  ),
  // A call that a mutant leaves open ends with this.
  testTimeout: 3000,
  testRunner: `${__dirname}/jest-circus-until-failure.cjs`,
  testSequencer: `${__dirname}/likeliest-first.cjs`,
}
