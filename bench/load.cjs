// Prints how many milliseconds it takes to load a module.
const { performance } = require('node:perf_hooks')

const [, , path] = process.argv
const startedAt = performance.now()
require(path)
console.log(performance.now() - startedAt)
