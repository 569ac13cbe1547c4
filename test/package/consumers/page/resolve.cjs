// Prints the file that webpack 4's resolver, which knows nothing of `exports`, finds for each name of argv.
const { create } = require('enhanced-resolve')

// As uni-app with Vue 2 sets them.
const find = create.sync({ mainFields: ['module', 'main'], extensions: ['.js', '.mjs', '.json'] })
for (const name of process.argv.slice(2)) console.log(find({}, __dirname, name, {}))
