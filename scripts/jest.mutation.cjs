// The unit tests of the sources under mutation, which read the sources and not what is built of them.
const { coverageThreshold, ...config } = require('../jest.config.cjs')

module.exports = {
  ...config,
  // Not the folder of this file, from which Jest would resolve it.
  rootDir: require('node:path').join(__dirname, '..'),
  testMatch: process.env.MUTATION_TESTS.split(',').map((path) => `<rootDir>/${path}`),
}
