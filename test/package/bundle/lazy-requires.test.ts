import { runNode } from './variants'

function rewritten(source: string): string {
  const { output } = runNode([
    '--input-type=module',
    '-e',
    `import { lazyRequires } from './scripts/bundle-function/lazy-requires.mjs'
    try { console.log(lazyRequires(${JSON.stringify(source)}, ['y'], 'x.js')) }
    catch (error) { console.log('Error: ' + error.message) }`,
  ])
  return output
}

it('evaluates a module at its first use, and once', () => {
  const log: string[] = []
  const y = { made: class {}, value: 1 }
  const load = (name: string) => {
    log.push(name)
    return y
  }
  const code = rewritten(
    `const a = 0, y_1 = require('y');
    exports.make = () => new y_1.made();
    exports.read = () => ({ y_1: y_1.value, a });`,
  )
  const exports: { make?: () => object; read?: () => object } = {}
  new Function('exports', 'require', code)(exports, load)
  expect(log).toEqual([])
  expect(exports.make?.()).toBeInstanceOf(y.made)
  expect(exports.read?.()).toEqual({ y_1: 1, a: 0 })
  expect(log).toEqual(['y'])
})

it("understands the helpers of TypeScript's", () => {
  expect(rewritten(`const y_1 = __importDefault(require("y"));`)).toContain(
    'value = __importDefault(require("y"))',
  )
})

it.each([
  ['is not there', 'const z = require("z")', 'does not require'],
  ['is used while its importer loads', 'const y = require("y"); y.x()', 'while it loads'],
  ['is taken apart', 'const { a } = require("y")', 'takes'],
  ['has a name that is used again', 'const y = require("y"); function f(y) {}', 'reuses'],
  ['is in a shorthand', 'const y = require("y"); function f() { return { y } }', 'reuses'],
])('fails where the module %s', (_, source, words) => {
  expect(rewritten(source)).toContain(words)
})
