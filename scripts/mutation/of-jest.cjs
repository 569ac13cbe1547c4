const { join } = require('node:path')

/** A package of jest, which is installed in test/. */
exports.ofJest = (name) =>
  require(require.resolve(name, { paths: [join(__dirname, '../../test')] }))
