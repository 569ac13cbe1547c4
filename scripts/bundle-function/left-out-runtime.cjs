'use strict'
// What takes the place of a part of wx-server-sdk that was left out of the bundle. It runs on every
// runtime that the bundle runs on.

/** Thrown, and told in the log too: some of the SDK's own catch blocks would swallow it. */
const refuse = (part) => {
  const error = new Error(
    `${part} 未包含在此云函数内置的 wx-server-sdk 中:如需使用,请在自己的云函数中通过 npm 安装 wx-server-sdk。\n` +
      `${part} was left out of the wx-server-sdk inside this function: to use it, install wx-server-sdk from npm in a function of your own.`,
  )
  error.name = 'LeftOutError'
  process.emitWarning(error)
  return error
}

/** Every way to use a function or an object; creating it and passing it on is none. */
const TRAPS = [
  'apply',
  'construct',
  'defineProperty',
  'deleteProperty',
  'getOwnPropertyDescriptor',
  'getPrototypeOf',
  'has',
  'isExtensible',
  'ownKeys',
  'preventExtensions',
  'set',
  'setPrototypeOf',
]

/**
 * @param {string} part - the name that the error tells
 * @param {object} [shape] - what the modules that stay read or call while they load: `null` is the
 *   left-out part itself, a text the same by that name, `{ name: shape }` an object, and
 *   `{ '()': shape }` a function that returns it
 */
const leftOut = (part, shape) => {
  const known = shape ? build(part, shape) : Object.create(null)
  const handler = {
    get: (_target, name) => {
      if (name === '__esModule') return true
      if (name in known) return known[name]
      throw refuse(part)
    },
  }
  for (const trap of TRAPS) {
    handler[trap] = () => {
      throw refuse(part)
    }
  }
  // A class can be both called and constructed, as far as a Proxy cares.
  return new Proxy(class {}, handler)
}

const build = (part, shape) => {
  if (shape === null) return leftOut(part)
  if (typeof shape === 'string') return leftOut(shape)
  if ('()' in shape) return () => build(part, shape['()'])
  const built = Object.create(null)
  for (const name of Object.keys(shape)) built[name] = build(`${part}: ${name}`, shape[name])
  return built
}

module.exports = leftOut
