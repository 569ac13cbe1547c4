import { channel } from 'node:diagnostics_channel'
import { EventEmitter } from 'node:events'
import { Opening } from '../../../src/https/opening'

/** Tells of a socket as Node.js does when it begins to open one. */
function open(encrypted = false) {
  const socket = Object.assign(new EventEmitter(), { encrypted, destroy: jest.fn() })
  channel('net.client.socket').publish({ socket })
  return socket
}

it('closes what is being opened for its request, later steps of it included, and for no other', async () => {
  const opening = new Opening()
  const other = new Opening()
  const early = opening.run(() => open())
  const late = opening.run(async () => {
    await new Promise(setImmediate)
    return open()
  })
  const ofOther = other.run(() => open())
  const ofNobody = open()
  const sockets = [early, await late]
  opening.giveUp()
  for (const { destroy } of sockets) expect(destroy).toHaveBeenCalledWith(expect.any(Error))
  expect(ofOther.destroy).not.toHaveBeenCalled()
  expect(ofNobody.destroy).not.toHaveBeenCalled()
})

it.each([
  ['connect', false, false],
  ['connect', true, true],
  ['secureConnect', true, false],
  ['close', true, false],
  ['close', false, false],
])('after %p, with TLS %p: closed %p', (event, encrypted, closed) => {
  const opening = new Opening()
  const socket = opening.run(() => open(encrypted))
  socket.emit(event)
  opening.giveUp()
  expect(socket.destroy).toHaveBeenCalledTimes(closed ? 1 : 0)
})

it('sends the request even if Node.js tells nothing', () => {
  const { getBuiltinModule } = process
  process.getBuiltinModule = undefined as never
  try {
    jest.isolateModules(() => {
      const blind: typeof import('../../../src/https/opening') = require('../../../src/https/opening')
      const opening = new blind.Opening()
      const socket = opening.run(() => open())
      opening.giveUp()
      expect(socket.destroy).not.toHaveBeenCalled()
    })
  } finally {
    process.getBuiltinModule = getBuiltinModule
  }
})
