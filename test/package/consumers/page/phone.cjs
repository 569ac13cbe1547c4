// Runs a page as a phone does, with nothing but WeChat's globals and those of ECMAScript, and prints
// what its call comes to: with a function that answers, one that falls over, and without a cloud.
const { existsSync, readFileSync } = require('node:fs')
const { dirname, join, resolve } = require('node:path')
const { createContext, runInContext } = require('node:vm')

const plan = { status: 'running', statusCode: 1, grayPercentage: 42, createTimestamp: 1700000000 }
const FAILED =
  'cloud.callFunction:fail Error: errCode: -504002 functions execute fail | errMsg: Error'

const CLOUDS = {
  answers: { init() {}, callFunction: async () => ({ result: { ok: true, plan } }) },
  fails: { init() {}, callFunction: () => Promise.reject({ errCode: -504002, errMsg: FAILED }) },
  missing: undefined,
}

/** Finds modules as WeChat does: by their path, or in the nearest miniprogram_npm that has them. */
function find(name, folder, root) {
  const files = (path) => [path, `${path}.js`, join(path, 'index.js')]
  if (/^\.{0,2}\//.test(name)) return files(resolve(folder, name)).find((file) => isFile(file))
  for (let at = folder; at.startsWith(root); at = dirname(at)) {
    const found = files(join(at, 'miniprogram_npm', name)).find((file) => isFile(file))
    if (found) return found
  }
  return undefined
}

const isFile = (path) => path.endsWith('.js') && existsSync(path)

/** Opens a page, which keeps the result of its call in the storage; gives what that comes to. */
function show(root, file, cloud) {
  return new Promise((resolve, reject) => {
    const setStorageSync = (_key, result) =>
      resolve(result.ok ? result.plan.status : result.error.failure)
    const base = { setData: (_data, callback) => callback?.(), triggerEvent() {}, route: file }
    let app
    let page
    const context = createContext({
      wx: {
        cloud,
        setStorageSync,
        canIUse: () => true,
        getSystemInfoSync: () => ({ SDKVersion: '3.10.0', platform: 'android' }),
        onAppShow() {},
      },
      App: (definition) => {
        app = definition
        app.onLaunch?.({})
      },
      Page: (definition) => {
        page = { ...base, ...definition }
      },
      // What uni-app makes of a page.
      Component: ({ methods, lifetimes, data }) => {
        page = { ...base, data, properties: {}, ...methods }
        lifetimes?.attached?.call(page)
      },
      Behavior: (definition) => definition,
      getApp: () => app,
      getCurrentPages: () => [],
      setTimeout,
      clearTimeout,
      global: {},
    })
    const modules = new Map()
    const load = (path) => {
      if (modules.has(path)) return modules.get(path).exports
      const module = { exports: {} }
      modules.set(path, module)
      const code = `(function (require, module, exports) {${readFileSync(path, 'utf8')}\n})`
      const requireHere = (name) => {
        const found = find(name, dirname(path), root)
        if (!found) throw new Error(`module '${name}' is not defined, required by ${path}`)
        return load(found)
      }
      runInContext(code, context, { filename: path })(requireHere, module, module.exports)
      return module.exports
    }
    const start = join(root, 'app.js')
    if (isFile(start)) load(start)
    load(join(root, file))
    Promise.resolve(page.onLoad({})).catch(reject)
    page.onShow?.()
    page.onReady?.()
  })
}

async function main() {
  const [root, file] = [resolve(process.argv[2]), process.argv[3]]
  const report = {}
  for (const name of Object.keys(CLOUDS)) report[name] = await show(root, file, CLOUDS[name])
  console.log(JSON.stringify(report))
}

main()
