'use strict'
// https loads TLS, which a look needs only if there is something to tell.
exports.request = (...args) => require('https').request(...args)
