// The unit tests of the sources under mutation, which read the sources and not what is built of them.
const { coverageThreshold, ...config } = require('../jest.config.cjs')

module.exports = {
  ...config,
  rootDir: '..',
  testMatch: process.env.MUTATION_TESTS.split(',').map((path) => `<rootDir>/${path}`),
}
