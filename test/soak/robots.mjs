// Two channels on 127.0.0.1 that take the JSON of events. What they refuse they have not taken: a
// channel that takes a message and then fails to say so has it repeated, whoever asks.
import { createServer } from 'node:http'
import { pick } from './random.mjs'

const FAULTS = ['503', 'reset', 'slow', '429']

export async function openRobots(random, isCalm) {
  const channels = new Map()
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const events = channels.get(request.url.slice(0, 2))
      const fault = !isCalm() && random() < 0.12 && pick(random, FAULTS)
      if (fault === 'reset') return request.socket.destroy()
      if (fault === '503' || fault === '429') return response.writeHead(Number(fault)).end()
      const take = () => {
        // The sender is gone: it never hears of it, so it must not have been taken.
        if (request.socket.destroyed) return
        events.push(JSON.parse(Buffer.concat(chunks)).event)
        response.end('{}')
      }
      return fault === 'slow' ? setTimeout(take, 200) : take()
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  for (const path of ['/a', '/b']) channels.set(path, [])
  return {
    variable: [...channels.keys()].map((path) => `http://127.0.0.1:${port}${path}?key=k`).join(' '),
    /** By channel, the events that it took. */
    taken: [...channels.values()],
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
