import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { root, textOf } from '../typescript'

/** What edge runtimes have that provide Node.js' own modules: not always `process`. */
const GLOBALS = { Buffer, URL, setTimeout, clearTimeout }

const PROCESSES: [string, object | undefined][] = [
  ['missing', undefined],
  ['empty', {}],
  ['without modules', { getBuiltinModule: () => undefined }],
]

describe.each(['index', 'https', 'watch', 'testing', 'client'])('dist/%s.js', (entry) => {
  const code = textOf(`dist/${entry}.js`)

  it.each(PROCESSES)('loads where process is %s', (_name, process) => {
    const module = { exports: {} }
    const globals = { ...GLOBALS, ...(process && { process }), module, require }
    runInNewContext(`(function (exports) {${code}\n})(module.exports)`, globals)
    expect(Object.keys(module.exports)).toEqual(
      Object.keys(require(join(root, `dist/${entry}.js`))),
    )
  })
})
