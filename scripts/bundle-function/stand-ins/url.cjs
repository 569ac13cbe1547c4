'use strict'
// The module url, whose parse Node.js 24 and later warn of in the log of the function, which they do
// not if the SDK is in node_modules. The class does the same and is not warned of.

const url = require('node:url')

const parse = (address) => {
  const parts = new url.Url()
  parts.parse(address)
  return parts
}

module.exports = Object.assign({}, url, { parse })
