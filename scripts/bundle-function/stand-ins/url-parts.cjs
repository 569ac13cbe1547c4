'use strict'
// url.parse for the addresses that this call has. Node.js 24 and later warn of url.parse in the log
// of the function, which they do not where the SDK is in node_modules.

const { parse } = require('node:url')

const PLAIN = /^https?:\/\/([a-z0-9.-]+(?::\d+)?)(\/[\w./-]*)(?:\?([\w.~:=&-]*))?$/

exports.parse = (address) => {
  const [, host, pathname, query = null] = PLAIN.exec(address) || []
  return host === undefined ? parse(address) : { host, pathname, query }
}
