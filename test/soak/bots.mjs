// Bots on 127.0.0.1. The live ones fail now and then, and what they reject they have not accepted; so
// each event must reach them, and only once. The others hang or answer too late at times, or answer
// nonsense.
import { createServer } from 'node:http'
import { pick } from './random.mjs'

const FAULTS = ['503', '503 with a code', '429', 'reset', 'slow']

/** More than a check has left when it sends. */
const TOO_LATE_MS = 4000

/** How often a bot hangs: while it does, no other check may touch that account. */
const HANGS = 0.1

const LIVE = {
  '/a': 'webhook',
  '/b': 'webhook',
  '/f': 'feishu',
}
const OTHERS = {
  // Accept a message and at times never answer, or too late.
  '/h': 'webhook',
  '/l': 'webhook',
  // Reply what is not a bot's reply.
  '/n': 'wecom',
}

export async function openBots(random, isCalm) {
  const accepted = new Map(Object.keys({ ...LIVE, ...OTHERS }).map((path) => [path, []]))
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url.slice(0, 2)
      const answer = (status, body) => response.writeHead(status).end(JSON.stringify(body))
      const body = () => JSON.parse(Buffer.concat(chunks))
      const accept = () => {
        accepted.get(path).push(body())
        answer(200, { code: 0, errcode: 0 })
      }
      if (isCalm()) return accept()
      if (path === '/h' || path === '/l') {
        if (random() >= HANGS) return accept()
        return path === '/l' ? setTimeout(accept, TOO_LATE_MS) : accepted.get(path).push(body())
      }
      if (path === '/n') return answer(200, { errcode: { toString: 1 } })
      const fault = random() < 0.12 && pick(random, FAULTS)
      if (fault === 'reset') return request.socket.destroy()
      if (fault === '503 with a code') return answer(503, { code: 2200, errcode: 50001 })
      if (fault === '503' || fault === '429') return response.writeHead(Number(fault)).end()
      // Whoever has gone never hears of it, so it must not have been accepted.
      const acceptIfHeard = () => request.socket.destroyed || accept()
      return fault === 'slow' ? setTimeout(acceptIfHeard, 200) : acceptIfHeard()
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  const channels = Object.entries({ ...LIVE, ...OTHERS })
  return {
    variable: channels
      .map(([path, name]) => `${name}+http://127.0.0.1:${port}${path}?key=k`)
      .join(' '),
    /** By webhook that is live, the events that it accepted, with their accounts. */
    events: ['/a', '/b'].map((path) => accepted.get(path)),
    /** The texts that the live bot accepted which gets nothing else. */
    texts: () => accepted.get('/f').map(({ content }) => content.text),
    /** How many messages live bots have accepted. */
    count: () => Object.keys(LIVE).reduce((sum, path) => sum + accepted.get(path).length, 0),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
