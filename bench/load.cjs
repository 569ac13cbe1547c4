// Prints how many milliseconds it takes to load the importable package.
const { performance } = require('node:perf_hooks')

const startedAt = performance.now()
require('../dist/index.js')
console.log(performance.now() - startedAt)
