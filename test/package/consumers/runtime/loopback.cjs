// The function host listens on every interface and has no option for it: tests keep to loopback.
const { Server } = require('node:net')

const { listen } = Server.prototype
Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number'
    ? listen.call(this, port, '127.0.0.1', ...rest)
    : listen.call(this, port, ...rest)
}
