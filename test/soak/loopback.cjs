// Loaded before the functions framework, which would listen on every address of the machine.
const { Server } = require('node:net')

const { listen } = Server.prototype
Server.prototype.listen = function listenLocally(port, ...more) {
  return listen.call(this, ...(typeof port === 'number' ? [port, '127.0.0.1'] : [port]), ...more)
}
