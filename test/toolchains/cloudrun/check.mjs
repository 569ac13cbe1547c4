// Drops the samples of docs/cloudrun.md into services as WeChat's templates make them, and calls them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { installNode } from '../../matrix/install.mjs'

/** That of the templates. */
const NODE = '14.18.3'

const root = join(import.meta.dirname, '../../..')
const { startGateway } = createRequire(import.meta.url)(join(root, 'dist/testing.js'))

/** A sample in JavaScript that names the framework's own object. */
function sample(page, object) {
  const samples = readFileSync(join(root, page), 'utf8').matchAll(/^```js\n(.*?)^```$/gms)
  const found = [...samples]
    .map(([, code]) => code)
    .filter((code) => code.includes(`${object}.get(`))
  if (found.length !== 1) throw new Error(`${page} has ${found.length} samples with ${object}.get`)
  return found[0]
}

/** Asks the running service for each route that the sample adds. */
async function call(folder, template, code) {
  const file = join(folder, 'node_modules', template)
  const service = readFileSync(join(folder, template), 'utf8').replace('// SAMPLE', () => code)
  writeFileSync(file, service)
  const gateway = await startGateway({ cloudRun: true })
  const child = spawn(
    await installNode(NODE),
    ['--require', join(folder, 'to-gateway.cjs'), file],
    {
      env: { PORT: '0', GATEWAY: gateway.baseUrl },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const [port] = await once(child.stdout, 'data')
    const [, path] = /get\('(.*?)'/.exec(code)
    const response = await fetch(`http://127.0.0.1:${Number(port)}${path}`)
    const { ok, plan } = await response.json()
    if (!ok || plan.status !== 'running') throw new Error(`the service answered ${response.status}`)
  } finally {
    child.kill('SIGKILL')
    await gateway.close()
  }
}

const check = (template, object) => async (folder) => {
  for (const page of ['docs/cloudrun.md', 'docs/cloudrun.zh-CN.md']) {
    await call(folder, template, sample(page, object))
  }
  return `sample of docs/cloudrun.md in a service of the template, on Node.js ${NODE}`
}

export const express = check('express.cjs', 'app')
export const koa = check('koa.cjs', 'router')
