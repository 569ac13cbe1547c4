import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const running: Server[] = []

/** Starts a server on 127.0.0.1, which is closed after the test; gives its URL. */
export async function serve(listener: RequestListener, made = createServer(listener)) {
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  running.push(made)
  return `127.0.0.1:${(made.address() as AddressInfo).port}`
}

afterEach(async () => {
  for (const server of running.splice(0)) {
    server.closeAllConnections?.()
    await new Promise((resolve) => server.close(resolve))
  }
})
