import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chart } from './chart.mjs'
import { coldStarts } from './cold-start.mjs'
import { deployables, mappingModule, nodeBinary, packageBytes, weigh } from './deployables.mjs'
import { platform } from './platform.mjs'
import { median, run, startGateway } from './processes.mjs'
import { table } from './table.mjs'
import { targets } from './targets.mjs'

const HELP = `npm run bench -- [options]

Measures the ready-made function and the facade against the official sample, over the real SDK and
the local gateway. Needs \`npm run build\`.

  --json FILE     writes the figures as JSON
  --docs          writes the table into docs/performance*.md, and the cold starts as docs/cold-start.svg
  --node VERSION  measures cold starts on this version of Node.js too; may be repeated
  --rounds N      of cold starts; default 21
  --strict        ends with status 1 if a target is missed
`

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    docs: { type: 'boolean', default: false },
    node: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '21' },
    strict: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  console.log(HELP)
  process.exit()
}

const step = (words) => process.stderr.write(`${words} …\n`)

step('preparing the official sample')
const folders = await deployables()
const nodes = [
  { node: process.versions.node, binary: process.execPath },
  ...options.node.map((version) => ({ node: version, binary: nodeBinary(version) })),
]
const gateway = await startGateway()
const figures = await measure().finally(gateway.stop)
console.log(table(figures))
if (options.json) write(options.json, `${JSON.stringify(figures, null, 2)}\n`)
if (options.docs) document()
process.exitCode = options.strict && figures.targets.some(({ met }) => !met) ? 1 : 0

async function measure() {
  const rounds = Number(options.rounds)
  const coldStart = []
  for (const { node, binary } of nodes) {
    step(`cold starts on Node.js ${node}`)
    coldStart.push({
      node,
      rounds,
      medians: await coldStarts(binary, folders, gateway.env, rounds),
    })
  }
  step('warm calls')
  const args = [folders.official, folders.ours, await mappingModule()]
  const warm = JSON.parse((await run(process.execPath, 'warm.cjs', args, gateway.env)).output)
  step('sizes')
  const sizes = {
    official: weigh(folders.official),
    bundled: weigh(folders.bundled),
    ours: weigh(folders.ours),
    watch: weigh(folders.watch),
    package: await packageBytes('index'),
    entries: await entryBytes(),
  }
  const figures = {
    machine: machine(),
    coldStart,
    warm,
    sizes,
    load: await loads(folders.official),
    platform: await manyAccounts(),
  }
  return { ...figures, targets: targets(figures) }
}

function manyAccounts() {
  step('many accounts')
  return platform()
}

/** Bytes of the other entries for users, minified. */
async function entryBytes() {
  const bytes = {}
  for (const entry of ['https', 'watch', 'client']) bytes[entry] = await packageBytes(entry)
  return bytes
}

/** Milliseconds to load the importable package and the SDK, in turns. */
async function loads(official) {
  const paths = {
    package: fileURLToPath(new URL('../dist/index.js', import.meta.url)),
    sdk: join(official, 'node_modules/wx-server-sdk'),
  }
  const taken = { package: [], sdk: [] }
  for (let round = 0; round < 15; round += 1) {
    for (const [name, path] of Object.entries(paths)) {
      taken[name].push(Number((await run(process.execPath, 'load.cjs', [path])).output))
    }
  }
  return { package: median(taken.package), sdk: median(taken.sdk) }
}

function machine() {
  const [{ model }] = os.cpus()
  return { cpu: model, cores: os.cpus().length, system: `${os.type()} ${os.arch()}` }
}

/** The figures that the docs show are those of one run, all of them. */
function document() {
  const docs = join(import.meta.dirname, '../docs')
  write(
    join(docs, 'cold-start.svg'),
    chart(figures.coldStart[0].node, figures.coldStart[0].medians),
  )
  for (const page of ['performance.md', 'performance.zh-CN.md']) {
    const file = join(docs, page)
    const text = readFileSync(file, 'utf8')
    write(
      file,
      text.replace(/(?<=^```text\n).*?(?=^```$)/ms, () => table(figures)),
    )
  }
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
