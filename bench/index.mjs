import { mkdirSync, writeFileSync } from 'node:fs'
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
  --svg FILE      writes the cold starts as a bar chart
  --node VERSION  measures cold starts on this version of Node.js too; may be repeated
  --rounds N      of cold starts; default 21
  --strict        ends with status 1 if a target is missed
`

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    svg: { type: 'string' },
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
if (options.svg) write(options.svg, chart(figures.coldStart[0].node, figures.coldStart[0].medians))
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
    package: await packageBytes(),
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

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
