// One instance of the built watchGrayRelease, which checks whenever it is asked to.
import { createRequire } from 'node:module'
import { watchUncaught } from './watch.mjs'

const uncaught = watchUncaught()
const lines = []
console.log = (line) => lines.push(String(line))
// The SDK says of each request that failed, 3 s later, that it takes longer than that.
console.warn = () => undefined
const { main } = createRequire(import.meta.url)('../../cloudfunctions/watchGrayRelease/index.js')

process.on('message', async (context) => {
  const result = await main({}, context)
  process.send({ result, lines: lines.splice(0), uncaught: uncaught.splice(0) })
})
process.on('disconnect', () => process.exit())
process.send('ready')
