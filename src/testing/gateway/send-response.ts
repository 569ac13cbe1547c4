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
  for (const piece of pieces(bytes, repeat, dripMs !== undefined)) {
    await write(res, piece.subarray(0, left))
    left -= piece.length
    if (left < 0) res.destroy()
    else if (dripMs !== undefined) await pause(res, dripMs)
    if (res.destroyed) return
  }
  res.end()
}

/** The body as it is written: whole, or a byte at a time. */
function* pieces(bytes: Uint8Array, repeat: number, singly: boolean): Iterable<Uint8Array> {
  for (let round = 0; round < repeat; round += 1) {
    if (!singly) yield bytes
    else for (let at = 0; at < bytes.length; at += 1) yield bytes.subarray(at, at + 1)
  }
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
