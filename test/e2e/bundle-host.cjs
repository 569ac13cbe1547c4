// Hosts a build of the cloud function, whose file is its argument, in a process of its own. Besides the
// result of each call it sends what was warned of: left-out parts that were touched, whether or not
// that was seen in the result, and what Node.js deprecates.
const warnings = []
process.on('warning', ({ message }) => warnings.push(message))

const { main } = require(process.argv[2])

console.log = () => undefined
console.warn = () => undefined
console.error = () => undefined

process.on('message', async (context) => {
  const result = await main({}, context)
  // A warning is told in the next tick.
  setImmediate(() => process.send({ result, warnings: warnings.splice(0) }))
})
