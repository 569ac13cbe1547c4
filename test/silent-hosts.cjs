'use strict'
// Hosts that fall silent at each step of a request, for tests of what a call leaves behind.
const { createSocket } = require('node:dgram')
const { createServer: createHttpServer } = require('node:http')
const { createServer } = require('node:net')

/** Starts them on 127.0.0.1. Each has the options of a call; `nameserver` is for `https-process.cjs`. */
async function startSilentHosts() {
  const sockets = new Set()
  const listen = async (server) => {
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
    })
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }
  const silent = await listen(createServer())
  const beforeHeaders = await listen(createHttpServer(() => undefined))
  const inBody = await listen(
    createHttpServer((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{')
    }),
  )
  const dns = createSocket('udp4')
  await new Promise((resolve) => dns.bind(0, '127.0.0.1', resolve))
  const at = (protocol, server) => ({
    baseUrl: `${protocol}://127.0.0.1:${server.address().port}`,
  })
  return {
    hosts: {
      'in the DNS': {
        baseUrl: 'https://api.example',
        nameserver: `127.0.0.1:${dns.address().port}`,
      },
      'in the TLS handshake': at('https', silent),
      'before the headers': at('http', beforeHeaders),
      'in the body': at('http', inBody),
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      const servers = [silent, beforeHeaders, inBody, dns]
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

module.exports = { startSilentHosts }
