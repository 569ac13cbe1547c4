// The local gateway in a process of its own, so that it takes no time from what is measured.
const { startGateway } = require('../dist/testing.js')

// Another share each time, so that whoever remembers the last one has something to write.
let asked = 0
const reply = (request) => {
  if (request.kind === 'database') return 'running'
  asked += 1
  return { status: 1, createTimestamp: 1700000000, grayPercentage: asked % 100 }
}

startGateway({ reply }).then((gateway) => {
  process.send(gateway.env)
  // It remembers every request, which a benchmark does not need.
  setInterval(() => {
    gateway.requests.length = 0
  }, 100)
})
