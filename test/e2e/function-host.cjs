// Hosts the built cloud function in a process of its own, as the platform does. Its parent sends what to
// call it with; an unhandled rejection ends the process, which the parent sees.
const { main } = require('../../cloudfunctions/getGrayReleasePlan/index.js')

const lines = []
console.log = (...words) => lines.push(words.join(' '))
console.error = () => undefined

process.on('message', async ({ calls }) => {
  const results = await Promise.all(calls.map(({ event, context }) => main(event, context)))
  process.send({ results, lines: lines.splice(0) })
})
