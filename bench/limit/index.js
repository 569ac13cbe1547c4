// What no function of this kind can be faster than: the modules of Node.js that a signed call needs, and
// one POST.
const crypto = require('node:crypto')
const http = require('node:http')
require('node:https')

exports.main = () =>
  new Promise((resolve, reject) => {
    const body = crypto.createHmac('sha256', 'key').update('body').digest('hex')
    const { URL: url } = JSON.parse(process.env.TCB_CONTEXT_CNFG)
    const request = http.request(url, { method: 'POST' }, (response) => {
      response.on('end', () => resolve({ ok: true })).resume()
    })
    request.on('error', reject)
    request.end(body)
  })
