import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const read = (name) => readFileSync(join(import.meta.dirname, 'stand-ins', name), 'utf8')

/**
 * Modules that stay, in other words: by package and module, from the source to what is bundled. Each
 * does the same for this call and costs less.
 */
export const STAND_INS = {
  '@cloudbase/node-sdk': {
    // Outside a cloud function it queries http://metadata.tencentyun.com with axios, which parses the
    // digits of the answer as a number, while the SDK accepts a string: the answer is always "no".
    'dist/utils/metadata.js': () => "exports.lookupAppId = async () => ''",
    // It reads its version from ../../package.json at run time, which is any file or none there.
    'dist/utils/version.js': (_source, path) => {
      const { version } = JSON.parse(readFileSync(join(path, '../../../package.json'), 'utf8'))
      return `exports.version = ${JSON.stringify(version)}`
    },
  },
  '@cloudbase/signature-nodejs': {
    'lib/keyvalue.js': (source) =>
      replaced(source, 'l.toString().localeCompare(r)', "require('ascii-order')(l, r)"),
  },
  bson: {
    // The database speaks EJSON alone; BSON itself would allocate 17 MiB while it loads.
    'lib/bson.js': () => "exports.EJSON = require('./extended_json').EJSON",
  },
  'es-set-tostringtag': {
    'index.js': () => read('set-to-string-tag.cjs'),
  },
}

function replaced(source, words, others) {
  const parts = source.split(words)
  if (parts.length !== 2)
    throw new Error(`expected once, found ${parts.length - 1} times: ${words}`)
  return parts.join(others)
}
