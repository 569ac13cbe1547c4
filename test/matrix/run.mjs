// npm run matrix: the built package on every Node.js runtime of WeChat's with every line of its SDK.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  canImport,
  canWatch,
  runCell,
  runFunction,
  runHttps,
  runImport,
  runWatch,
  runWatchFunction,
} from './cell.mjs'
import { openDesk } from './desk.mjs'
import { copyFunction, installNode, installSdk, newestOf, pack } from './install.mjs'
import { caseList, cellTable, problemList, runtimeTable, summary } from './table.mjs'
import { NODES, SUBSET, withNewest } from './versions.mjs'

const { values } = parseArgs({
  options: { subset: { type: 'boolean', default: false }, json: { type: 'string' } },
})
if (process.platform !== 'linux' || process.arch !== 'x64') {
  throw new Error('the matrix runs on Linux x64 only: no other has a build of each of its Node.js')
}

/** Does a job for each item, two at a time; results are in the order of the items. */
async function concurrently(items, job) {
  const results = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await job(items[index])
    }
  }
  await Promise.all([worker(), worker()])
  return results
}

const startedAt = Date.now()
const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(0)
const packageJson = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
)
const oldestNode = `>=${NODES[0].split('.').slice(0, 2).join('.')}`
if (packageJson.engines.node !== oldestNode) {
  throw new Error(`package.json must say "node": "${oldestNode}", as the oldest runtime here`)
}

const { sdks, nodes } = values.subset ? SUBSET : await withNewest(newestOf)
const desk = await openDesk()
const tarball = await pack()
const binaries = new Map()
await concurrently(nodes, async (node) => binaries.set(node, await installNode(node)))
const folders = new Map()
await concurrently(sdks, async (sdk) => folders.set(sdk, await installSdk(sdk, tarball)))
const functionFolder = copyFunction()
console.log(`${nodes.length} Node.js and ${sdks.length} SDKs are there after ${seconds()} s.`)

const bundled = packageJson.devDependencies['wx-server-sdk']
const place = ({ node, sdk }) => ({ binary: binaries.get(node), folder: folders.get(sdk), desk })
const pairs = nodes.flatMap((node) => sdks.map((sdk) => ({ what: 'facade', node, sdk })))
const cells = await concurrently(pairs, (cell) => runCell(cell, place(cell)))
const functions = await concurrently(nodes, (node) => {
  const cell = { what: 'ready-made function', node, sdk: bundled }
  return runFunction(cell, { ...place(cell), folder: functionFolder })
})
const watchFunctions = await concurrently(nodes, (node) => {
  const cell = { what: 'watchGrayRelease', node, sdk: bundled }
  return runWatchFunction(cell, { ...place(cell), folder: functionFolder })
})
const overHttps = await concurrently(nodes, (node) => {
  const cell = { what: 'over HTTPS', node, sdk: sdks.at(-1) }
  return runHttps(cell, place(cell))
})
const watches = await concurrently(nodes.filter(canWatch), (node) => {
  const cell = { what: 'changes and messages', node, sdk: sdks.at(-1) }
  return runWatch(cell, place(cell))
})
const imports = await concurrently(nodes.filter(canImport), (node) => {
  const cell = { what: 'import', node, sdk: sdks.at(-1) }
  return runImport(cell, place(cell))
})
await desk.close()

const runtimes = [...functions, ...watchFunctions, ...overHttps, ...watches, ...imports]
const all = [...cells, ...runtimes]
const problems = problemList(all)
console.log(`
${cellTable(cells)}

✓ every case came out as it must; ✗ some did not; – can't work there, and the error says so.

${runtimeTable(nodes, { functions, watchFunctions, overHttps, watches, imports })}

– on Node.js 8.9: environment, never a crash. \`import\` of a package needs Node.js 12.17, and sending messages 10.9.

${caseList()}

${summary(cells, runtimes)} It took ${seconds()} s.${problems && `\n\nProblems:\n\n${problems}`}`)
if (values.json) writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`)
if (problems) process.exitCode = 1
