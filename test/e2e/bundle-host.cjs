// Hosts a build of the cloud function, whose file is its argument, in a process of its own. Besides the
// result of each call it sends which left-out parts were touched, whether or not that was seen in it.
const touched = []
process.on('warning', ({ name, message }) => {
  if (name === 'LeftOutError') touched.push(message)
})

const { main } = require(process.argv[2])

console.log = () => undefined
console.warn = () => undefined
console.error = () => undefined

process.on('message', async (context) => {
  const result = await main({}, context)
  // A warning is told in the next tick.
  setImmediate(() => process.send({ result, touched: touched.splice(0) }))
})
