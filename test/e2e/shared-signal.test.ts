import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A hundred calls under way at the same time, with one signal, in a process of its own. */
const program = (call: string) => `
  const { setTimeout: pause } = require('node:timers/promises')
  const never = new Promise(() => {})
  const controller = new AbortController()
  const options = { signal: controller.signal, fetch: () => never }
  ${call}
  const calls = Array.from({ length: 100 }, () => call(options))
  pause(50).then(() => controller.abort())
  Promise.all(calls).then((results) => console.log(results.filter(isAborted).length))
  function isAborted({ ok, error }) {
    return !ok && error.kind === 'aborted'
  }
`
const dist = (file: string) => JSON.stringify(join(__dirname, '../../dist', file))

it.each([
  [
    'the facade',
    `const { getGrayReleasePlan } = require(${dist('index.js')})
     const openapi = { operation: { getGrayReleasePlan: () => never } }
     const call = (options) => getGrayReleasePlan({ openapi }, options)`,
  ],
  [
    'HTTPS',
    `const { getGrayReleasePlanOverHttps } = require(${dist('https.js')})
     const call = (options) => getGrayReleasePlanOverHttps({ accessToken: 'a' }, options)`,
  ],
  [
    'stableAccessToken()',
    `const { getGrayReleasePlanOverHttps, stableAccessToken } = require(${dist('https.js')})
     const accessToken = stableAccessToken({ appid: 'wx01', secret: 's', fetch: () => never })
     const call = (options) => getGrayReleasePlanOverHttps({ accessToken }, options)`,
  ],
])('a hundred calls of %s can share a signal without a warning', async (_name, call) => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', program(call)])
  expect(stderr).toBe('')
  expect(stdout).toBe('100\n')
})
