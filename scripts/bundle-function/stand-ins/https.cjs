'use strict'
// https loads TLS, which a look needs only if there is something to tell.
// biome-ignore lint/style/useNodejsImportProtocol: with the protocol it would be this file again
exports.request = (...args) => require('https').request(...args)
