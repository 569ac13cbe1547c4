// The local gateway in a process of its own, so that it takes no time from what is measured.
const { startGateway } = require('../dist/testing.js')

startGateway({ reply: { status: 1, createTimestamp: 1700000000, grayPercentage: 8 } }).then(
  (gateway) => {
    process.send(gateway.env)
    // It remembers every request, which a benchmark does not need.
    setInterval(() => {
      gateway.requests.length = 0
    }, 100)
  },
)
