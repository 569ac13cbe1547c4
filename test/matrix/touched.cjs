'use strict'
// Runs on Node.js 8.9. Tells what loading and using a module did to the globals of its process.

/** Every property of the global object, of its values and of their prototypes, no getter run. */
exports.snapshot = () => {
  const found = new Map()
  const note = (name, object) => {
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(object, key)
      found.set(`${name}.${String(key)}`, [value, get, set])
    }
  }
  note('global', global)
  for (const key of Reflect.ownKeys(global)) {
    const { value } = Object.getOwnPropertyDescriptor(global, key)
    const isObject = typeof value === 'function' || (typeof value === 'object' && value !== null)
    if (!isObject || value === global) continue
    note(String(key), value)
    const { prototype } = value
    if (typeof prototype === 'object' && prototype !== null)
      note(`${String(key)}.prototype`, prototype)
  }
  // Node.js 8 reads it from memory that it writes to itself.
  found.delete('process.title')
  for (const event of process.eventNames()) {
    found.set(`listeners of ${String(event)}`, [process.listenerCount(event)])
  }
  return found
}

/** Names of what was added, removed or replaced between two snapshots. */
exports.differences = (before, after) => {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => {
    const [left, right] = [before.get(name), after.get(name)]
    return !left || !right || left.some((value, index) => !Object.is(value, right[index]))
  })
}

// Node.js 22 and later fill some of it in when it is first looked at.
exports.snapshot()
