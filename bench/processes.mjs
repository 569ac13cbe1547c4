import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const here = (name) => join(import.meta.dirname, name)

/** Starts the gateway; `env` is what a cloud function called by a developer finds. */
export async function startGateway() {
  const child = fork(here('gateway.cjs'))
  const [gatewayEnv] = await once(child, 'message')
  const env = {
    ...gatewayEnv,
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_API_TOKEN',
    WX_OPENID: 'oDeveloper',
    WX_APPID: 'wx0123456789abcdef',
    WX_API_TOKEN: 'token',
    TCB_SOURCE: 'wx_devtools',
  }
  return { env, stop: () => child.kill() }
}

/** Runs a script and resolves with what it printed, and the milliseconds until it printed first. */
export async function run(node, script, args, env = {}) {
  const startedAt = process.hrtime.bigint()
  const child = spawn(node, [here(script), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let stderr = ''
  let milliseconds
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text) => {
    milliseconds ??= Number(process.hrtime.bigint() - startedAt) / 1e6
    output += text
  })
  // Warnings of Node.js about the SDK are of no use here.
  child.stderr.setEncoding('utf8')
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${code}: ${stderr}`)
  return { output, milliseconds }
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
