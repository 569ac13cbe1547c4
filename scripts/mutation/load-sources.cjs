// The command loads its parts on demand. Loaded within a test, their tables and patterns would count
// as reached by that test only.
const { join } = require('node:path')

for (const source of process.env.MUTATION_SOURCES.split(',')) {
  if (source.startsWith('src/cli/')) require(join(__dirname, '../..', source))
}
