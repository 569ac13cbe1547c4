// Takes away what came after Node.js 10.15, the oldest runtime that the SDK works on; from Node.js itself
// last, whose modules use it while they load.
require('node:http')
require('node:crypto')

const names = Object.getOwnPropertyNames

for (const [owner, newer] of [
  [Array.prototype, ['at', 'flat', 'flatMap', 'findLast', 'toSorted']],
  [String.prototype, ['at', 'matchAll', 'replaceAll']],
  [Object, ['fromEntries', 'hasOwn', 'groupBy']],
  [Promise, ['allSettled', 'any', 'withResolvers']],
  [
    globalThis,
    [
      'globalThis',
      'queueMicrotask',
      'structuredClone',
      'AbortController',
      'AggregateError',
      'FinalizationRegistry',
      'WeakRef',
      'fetch',
      'performance',
    ],
  ],
]) {
  for (const name of newer) if (names(owner).includes(name)) delete owner[name]
}
