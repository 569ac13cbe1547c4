/** What is used of a socket of Node.js. */
interface Socket {
  readonly encrypted?: boolean
  once(event: 'connect' | 'secureConnect' | 'close', listener: () => void): void
  destroy(error: Error): void
}

/**
 * The connections that are being opened for a request. fetch gives up a request at its abort, but
 * goes on opening the connection, which holds the process for up to 10 s, and gives nobody a handle
 * on it. Node.js tells of each socket: those for TLS since 22.17 and 24.2, others since 20.16.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html
 * @see https://github.com/nodejs/undici/issues/4405
 */
export class Opening {
  private readonly sockets = new Set<Socket>()

  /** Sends the request. */
  run<T>(send: () => T): T {
    return requests ? requests.run(this, send) : send()
  }

  /** Closes those that are not open yet. */
  giveUp(): void {
    for (const socket of this.sockets) socket.destroy(new Error('the request was given up'))
  }

  add(socket: Socket): void {
    this.sockets.add(socket)
    const done = (): void => {
      this.sockets.delete(socket)
    }
    socket.once(socket.encrypted ? 'secureConnect' : 'connect', done)
    socket.once('close', done)
  }
}

/** Tells for which request a socket is opened. */
const requests = watchSockets()

function watchSockets() {
  if (!process.getBuiltinModule) return undefined
  const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks')
  const { channel } = process.getBuiltinModule('node:diagnostics_channel')
  const storage = new AsyncLocalStorage<Opening>()
  channel('net.client.socket').subscribe((message) => {
    storage.getStore()?.add((message as { socket: Socket }).socket)
  })
  return storage
}
