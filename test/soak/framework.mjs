// The built function under @cloudbase/functions-framework: one process for each caller, since the
// framework takes who called from its environment, each with calls at the same time.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { envOf } from './callers.mjs'
import { BARE_ENV } from './processes.mjs'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const FRAMEWORK = at('node_modules/@cloudbase/functions-framework/bin/tcb-ff.js')
const FUNCTION = at('../../cloudfunctions/getGrayReleasePlan')
const START_MS = 60_000

/** Serves the function to one caller; `call` posts an event. */
export async function serve(caller, env) {
  const port = await freePort()
  // It writes log files where it runs.
  const folder = mkdtempSync(join(tmpdir(), 'framework-'))
  const token = caller.allowed ? 'allowed' : 'refused'
  const child = spawn(
    process.execPath,
    ['--require', at('loopback.cjs'), FRAMEWORK, `--source=${FUNCTION}`, `--port=${port}`],
    { cwd: folder, env: { ...BARE_ENV, ...env, ...envOf(caller, token) }, stdio: 'ignore' },
  )
  const url = `http://127.0.0.1:${port}/`
  const call = async (event) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    })
    return response.json()
  }
  const end = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (const since = Date.now(); ; ) {
    const open = await fetch(`${url}?`, { method: 'HEAD' }).then(
      () => true,
      () => false,
    )
    if (open) return { call, end }
    if (child.exitCode !== null || Date.now() - since > START_MS) {
      await end()
      throw new Error('the functions framework did not start')
    }
    await pause(100)
  }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
