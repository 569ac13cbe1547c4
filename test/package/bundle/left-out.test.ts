import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildVariant, runNode } from './variants'

const SDK = join(__dirname, '../../../node_modules/wx-server-sdk')
/** Inside the repository, so that a copy of the SDK there finds the packages it needs. */
const CACHE = join(__dirname, '../../.cache/test')
jest.setTimeout(60_000)
const made: string[] = []
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true })
})

function built(name: 'sdk' | 'parts'): string {
  const { file, output } = buildVariant(name)
  expect(output).toBe('')
  made.push(file)
  return file
}

/** Runs a script over a built file, with the warnings it caused, and reads what it printed last. */
function run(script: string, file: string): { value: unknown; output: string } {
  const { output } = runNode(['-e', `${script}\n`, file])
  return {
    value: JSON.parse(output.split('\n').find((line) => /^[[{]/.test(line)) ?? 'null'),
    output,
  }
}

describe('a part that was left out', () => {
  const WAYS = `{
    read: (part) => part.anything,
    call: (part) => part(),
    construct: (part) => new part(),
    set: (part) => { part.anything = 1 },
    has: (part) => 'anything' in part,
    extend: (part) => class extends part {},
    spread: (part) => ({ ...part }),
    list: (part) => Object.keys(part),
    await: (part) => part.then,
    print: (part) => String(part),
  }`

  it('throws an error that names it, and warns, however it is used', () => {
    const { value, output } = run(
      `const { protobuf, ...parts } = require(process.argv[1])
      const ways = ${WAYS}
      const silent = []
      for (const [name, part] of Object.entries(parts)) {
        for (const [way, use] of Object.entries(ways)) {
          try { use(part) } catch (error) {
            if (error.name === 'LeftOutError' && error.message.includes(name + ' was left out')) continue
          }
          silent.push(name + ': ' + way)
        }
      }
      console.log(JSON.stringify([Object.keys(parts).length, silent]))`,
      built('parts'),
    )
    const [count, silent] = value as [number, string[]]
    expect(count).toBeGreaterThan(30)
    // Modules that load read a name of these; whatever else is done with them is seen.
    expect(silent).toEqual([])
    expect(output).toContain('LeftOutError')
  })

  it('may be a message, or a method of one that stays', () => {
    const { value } = run(
      `const { protobuf } = require(process.argv[1])
      const words = []
      for (const use of [() => protobuf.ApiOptions.encode({}), () => protobuf.CommApiData.decode()]) {
        try { use() } catch (error) { words.push(error.message.split('\\n')[1]) }
      }
      console.log(JSON.stringify(words))`,
      built('parts'),
    )
    expect(value).toEqual([
      expect.stringContaining('openapi.js: ApiOptions was left out'),
      expect.stringContaining('openapi.js: CommApiData.decode was left out'),
    ])
  })
})

it('keeps every name of the SDK, and those it left out throw when they are used', () => {
  const script = `const cloud = require(process.argv[1])
    const secret = { secretId: 'i', secretKey: 'k' }
    cloud.init({ env: 'e', ...secret })
    const kept = ['init', 'updateConfig', 'registerService', 'createNewInstance', 'Cloud',
      'getWXContext', 'signature', 'openapi', 'version', 'DYNAMIC_CURRENT_ENV', 'logger']
    const names = Object.keys(cloud).sort()
    const named = {}
    const settle = names.filter((name) => !kept.includes(name)).map(async (name) => {
      try { await (name === 'cloudPay' ? cloud.cloudPay.unifiedOrder({}) : cloud[name]({})) }
      catch (error) { named[name] = error.name === 'LeftOutError' && error.message.includes('cloud.' + name + ' was left out') }
    })
    Promise.all(settle).then(() => console.log(JSON.stringify([names, named])))`
  const [names, named] = run(script, built('sdk')).value as [string[], object]
  const real = run(
    `const cloud = require(process.argv[1]); cloud.init({ env: 'e', secretId: 'i', secretKey: 'k' })
    console.log(JSON.stringify(Object.keys(cloud).sort()))`,
    SDK,
  )
  expect(names).toEqual(real.value)
  expect(Object.keys(named).sort().join(' ')).toBe(
    'ai callFunction callOpenAPI cloudPay database deleteFile downloadFile getCloudCallSign getOpenData getTempFileURL getVoIPSign uploadFile',
  )
  expect(new Set(Object.values(named))).toEqual(new Set([true]))
})

describe('the build with another SDK', () => {
  /** A copy of the SDK with changes to its one file. */
  function sdk(change: (source: string) => string): string {
    mkdirSync(CACHE, { recursive: true })
    const folder = mkdtempSync(join(CACHE, 'sdk-'))
    made.push(folder)
    const copy = join(folder, 'node_modules/wx-server-sdk')
    cpSync(SDK, copy, { recursive: true })
    const source = readFileSync(join(SDK, 'index.js'), 'utf8')
    const changed = change(source)
    expect(changed).not.toBe(source)
    writeFileSync(join(copy, 'index.js'), changed)
    return copy
  }
  const NEW = `/***/ "./src/new.ts":
/*! no static exports found */
/***/ (function(module, exports, __webpack_require__) {

"use strict";
exports.x = 1

/***/ }),

`
  const ASSERT = '/***/ "./src/utils/assert.ts":'
  const NAMESPACE =
    '= __webpack_require__(/*! ./namespace */ "./src/api/cloudpay/namespace/index.ts")'
  const JSON_BIGINT = 'require("json-bigint")'

  it.each<[what: string, change: (source: string) => string, output: RegExp]>([
    [
      'a module came that the list does not know',
      (source) =>
        source
          .replace(ASSERT, `${NEW}${ASSERT}`)
          .replace(
            'module.exports = cloud_1',
            '__webpack_require__(/*! ./new */ "./src/new.ts");\n$&',
          ),
      /not known: wx-server-sdk\/src\/new\.ts.*kept-modules\.json/s,
    ],
    [
      'a known module is gone',
      (source) => source.replace(NAMESPACE, '= { getAPIs: () => ({}) }'),
      /not there any more: wx-server-sdk\/src\/api\/cloudpay\/namespace\/index\.ts/,
    ],
    [
      'a package came in',
      (source) => source.replace(JSON_BIGINT, 'require("semver")'),
      /not known: semver\//,
    ],
    [
      'its one file was made in another way',
      (source) => source.replace(/__webpack_require__\(\/\*!.*?\*\//g, '__webpack_require__('),
      /is not understood/,
    ],
  ])('fails where %s', (_what, change, output) =>
    expect(buildVariant('function', sdk(change)).output).toMatch(output),
  )

  it('says nothing against a package that is known, as a dependency of another', () => {
    const both = sdk((source) => source.replace(JSON_BIGINT, `${JSON_BIGINT}; require("ms")`))
    expect(buildVariant('function', both).output).toBe('')
  })
})
