// Measures calls in one process that is warm, and prints the figures as JSON: the raw call and the
// facade's take turns, so that whatever else the machine does hits both. Its arguments are the folder of
// the official sample, that of our function, and the module with the mapping.
const { performance } = require('node:perf_hooks')
const { createRequire } = require('node:module')

const [official, ours, mapping] = process.argv.slice(2)
const cloud = createRequire(`${official}/index.js`)('wx-server-sdk')
const { getGrayReleasePlan } = require('../dist/index.js')

const print = console.log
console.log = () => undefined
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

const SEQUENTIAL = 700
const BATCHES = 120
const AT_A_TIME = 50

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const raw = () => cloud.openapi.operation.getGrayReleasePlan({})
const facade = () => getGrayReleasePlan(cloud, { timeoutMs: 60000 })

async function time(run) {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}

/** Both take turns in going first. */
async function alternate(first, second, rounds) {
  const [ofFirst, ofSecond] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) ofFirst.push(await time(first))
    ofSecond.push(await time(second))
    if (round % 2 === 1) ofFirst.push(await time(first))
  }
  return [ofFirst, ofSecond]
}

/** The median of what the second takes longer than the first that ran next to it. */
const difference = (first, second) => median(second.map((value, index) => value - first[index]))

const many = (one) => () => Promise.all(Array.from({ length: AT_A_TIME }, one))

/** Microseconds of a function that is too fast to be timed alone. */
function microseconds(run) {
  const rounds = 20000
  const samples = Array.from({ length: 9 }, () => {
    const startedAt = performance.now()
    for (let round = 0; round < rounds; round += 1) run()
    return ((performance.now() - startedAt) / rounds) * 1000
  })
  return median(samples.slice(2))
}

async function main() {
  if (!(await facade()).ok) throw new Error('the gateway does not answer')
  await alternate(raw, facade, 100)
  const [sequentialRaw, sequentialFacade] = await alternate(raw, facade, SEQUENTIAL)
  const [batchRaw, batchFacade] = await alternate(many(raw), many(facade), BATCHES)

  const own = require(ours)
  const cached = () => own.main({}, {})
  if (!(await cached()).ok) throw new Error('our function does not answer')
  const ofCache = []
  for (let round = 0; round < 2000; round += 1) ofCache.push(await time(cached))

  const { parsePlan, toError } = require(mapping)
  const plan = {
    status: 1,
    createTimestamp: 1700000000,
    grayPercentage: 8,
    defaultFinishTimestamp: 1700001000,
  }
  const reply = {
    grayReleasePlan: plan,
    errCode: 0,
    errMsg: 'openapi.operation.getGrayReleasePlan:ok',
  }
  const error = Object.assign(new Error('x'), {
    errCode: -604101,
    errMsg: 'system error: error code: -604101 rid: 6743a1b2-1f0c2d3e-4b5a6978',
  })
  print(
    JSON.stringify({
      raw: median(sequentialRaw),
      overhead: difference(sequentialRaw, sequentialFacade),
      rawBatch: median(batchRaw) / AT_A_TIME,
      overheadBatch: difference(batchRaw, batchFacade) / AT_A_TIME,
      cached: median(ofCache),
      replyMicroseconds: microseconds(() => parsePlan(reply)),
      errorMicroseconds: microseconds(() => toError(error, 1)),
    }),
  )
  process.exit()
}
main()
