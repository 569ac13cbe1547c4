// What a storm is let loose on. `call` gives a result; of the raw ones nothing but when they end counts.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { loadWatched } from './watch.mjs'

const built = (name) => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url))

/** The SDK's own limit: the same on both sides, and long past when every call of a storm has ended. */
const SDK_TIMEOUT_MS = 1500

function loadSdk(env) {
  Object.assign(process.env, env)
  const cloud = createRequire(import.meta.url)('wx-server-sdk')
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: SDK_TIMEOUT_MS })
  return cloud
}

export const TARGETS = {
  /** The built facade over the real SDK. */
  facade({ env }) {
    const cloud = loadSdk(env)
    const { exports, timers } = loadWatched(built('index.js'))
    const call = ({ fault, retries, timeoutMs }, signal) =>
      exports.getGrayReleasePlan(cloud, { appid: fault, retries, timeoutMs, signal })
    return { wire: 'cloud', judged: true, timers, call }
  },

  /** The real SDK alone, by a caller who waits no longer than the facade would. */
  sdk({ env }) {
    const cloud = loadSdk(env)
    const once = ({ fault }) => cloud.openapi({ appid: fault }).operation.getGrayReleasePlan({})
    return { wire: 'cloud', judged: false, call: patiently(once) }
  },

  /** The built HTTPS entry. */
  https({ baseUrl }) {
    const { exports, timers } = loadWatched(built('https.js'))
    const call = ({ fault, retries, timeoutMs }, signal) => {
      const options = { baseUrl, retries, timeoutMs, signal }
      return exports.getGrayReleasePlanOverHttps({ accessToken: fault }, options)
    }
    return { wire: 'https', judged: true, timers, call }
  },

  /** Node's own fetch. */
  fetch({ baseUrl }) {
    const once = async ({ fault }, signal) => {
      const url = `${baseUrl}/wxa/getgrayreleaseplan?access_token=${fault}`
      const response = await fetch(url, { signal, redirect: 'manual' })
      const { errcode } = JSON.parse(await response.text())
      if (errcode === -1) throw new Error('busy')
    }
    return { wire: 'https', judged: false, call: patiently(once) }
  },
}

/** As a careful caller would write it: a deadline, an abort, one more try. */
const patiently = (once) => async (call) => {
  const controller = new AbortController()
  const ends = Math.min(call.timeoutMs, call.abortMs ?? Number.POSITIVE_INFINITY)
  let timer
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, ends)
  })
  const tries = async () => {
    for (let left = call.retries; ; left -= 1) {
      const failed = await once(call, controller.signal).then(
        () => false,
        () => true,
      )
      if (!failed || left === 0 || controller.signal.aborted) return
    }
  }
  await Promise.race([tries(), deadline])
  clearTimeout(timer)
  controller.abort()
}
