import type { ServerResponse } from 'node:http'
import type { HttpReply } from './reply'

/** A reply as it goes over the wire. */
export type HttpParts = HttpReply['http'] & { body: string | Uint8Array }

/**
 * Writes a reply, with whatever fault it asks for. Ends early, and leaves no timer behind, if the
 * other side is gone.
 */
export async function sendResponse(res: ServerResponse, parts: HttpParts): Promise<void> {
  const { status = 200, contentType, body, repeat = 1, delayMs, dripMs } = parts
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  if (delayMs !== undefined) await pause(res, delayMs)
  if (parts.reset) res.destroy()
  if (res.destroyed) return
  res.writeHead(status, {
    ...(contentType && { 'content-type': contentType }),
    'content-length': parts.contentLength ?? bytes.length * repeat,
    ...parts.headers,
  })
  let left = parts.cutAfter ?? Number.POSITIVE_INFINITY
  const size = dripMs === undefined ? bytes.length : 1
  for (let sent = 0; sent < bytes.length * repeat; sent += size) {
    const at = sent % bytes.length
    await write(res, bytes.subarray(at, at + Math.min(size, left)))
    left -= size
    if (left < 0) res.destroy()
    else if (dripMs !== undefined) await pause(res, dripMs)
    if (res.destroyed) return
  }
  res.end()
}

/** Waits until the bytes have left this process: a cut comes after them, and memory stays bounded. */
const write = (res: ServerResponse, bytes: Uint8Array): Promise<void> =>
  whileThere(res, (done) => res.write(bytes, done))

/** Waits. A timer can't be set for ever: then only the other side ends the wait. */
async function pause(res: ServerResponse, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await whileThere(res, (done) => {
    if (Number.isFinite(ms)) timer = setTimeout(done, ms)
  })
  clearTimeout(timer)
}

/** Waits until it is done, or the other side is gone. */
const whileThere = (res: ServerResponse, start: (done: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      res.off('close', done)
      resolve()
    }
    if (res.destroyed) return done()
    res.on('close', done)
    start(done)
  })
