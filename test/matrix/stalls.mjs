// node test/matrix/stalls.mjs: hosts that fall silent on each Node.js that runs the HTTPS entry. The
// process of a call must end within 500 ms of its deadline. Needs `npm run build`.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import silentHosts from '../silent-hosts.cjs'
import { installNode } from './install.mjs'
import { isAtLeast, NODES } from './versions.mjs'

const root = join(import.meta.dirname, '../..')
const child = join(root, 'test/e2e/https-process.cjs')
const entry = join(root, 'dist/https.js')
const { hosts, close } = await silentHosts.startSilentHosts()

for (const node of NODES.filter((version) => isAtLeast(version, '10.9.0'))) {
  const binary = await installNode(node)
  for (const account of [false, true]) {
    for (const [stage, host] of Object.entries(hosts)) {
      const order = JSON.stringify({ entry, account, ...host })
      const { stdout } = await promisify(execFile)(binary, [child, order])
      const { kind, stayedMs, hint } = JSON.parse(stdout)
      const connects = /proxy/.test(hint.en) ? 'not connected' : 'connected'
      console.log(
        `Node.js ${node}, ${account ? 'for a token' : 'query'}, silent ${stage}: ${kind}, ${connects}, ended ${stayedMs} ms after the call`,
      )
      if (kind !== 'timeout' || stayedMs > 500) process.exitCode = 1
    }
  }
}
await close()
