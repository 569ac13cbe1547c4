/** The most that is read of a reply, in bytes: the documented ones are far below 1 KiB. */
export const MAX_BODY_BYTES = 1024 * 1024

/** The text of a body; or why there is none. */
export type BodyText = string | { refused: 'too-long' | 'unreadable' }

/** A response that is being read. */
export interface Reading {
  cancelled: boolean
  /** Set while a body is read: closes its stream. */
  stop: () => void
}

/** What is used of a response; any of it may be missing. */
interface ResponseLike {
  body?: unknown
  headers?: { get?(name: string): string | null }
  text?(): unknown
}

interface BodyLike {
  locked?: boolean
  getReader?: unknown
}

/** Pulls one chunk after the other; both web streams and Node.js streams can be put this way. */
interface Source {
  next(): PromiseLike<{ done?: boolean | undefined; value?: unknown }>
  stop(): unknown
}

/**
 * Reads the body of a response up to {@link MAX_BODY_BYTES}. A longer one is given up at once, unread
 * if its headers announce it. Rejects if the connection fails.
 */
export async function readBody(response: ResponseLike, reading: Reading): Promise<BodyText> {
  const body = (response.body ?? undefined) as BodyLike | undefined
  if (body === undefined) return readText(response)
  // Somebody has read it already.
  if (body.locked) return { refused: 'unreadable' }
  const source = sourceOf(body)
  if (!source) return readText(response)
  // Closing a stream may throw, or reject, if it is closed already.
  reading.stop = () =>
    void Promise.resolve()
      .then(source.stop)
      .then(undefined, () => undefined)
  // A fetch that knows no signal gives its response after the end, too.
  if (reading.cancelled) reading.stop()
  if (announcedLength(response) > MAX_BODY_BYTES) return { refused: 'too-long' }
  return readAll(source, reading)
}

async function readAll(source: Source, reading: Reading): Promise<BodyText> {
  let bytes = Buffer.alloc(4096)
  let length = 0
  let chunks = 0
  while (!reading.cancelled) {
    const { done, value } = await source.next()
    if (done) break
    const chunk = bytesOf(value)
    if (!chunk) return { refused: 'unreadable' }
    chunks += 1
    // Empty chunks count too: a stream of them alone would never end.
    if (length + chunk.length > MAX_BODY_BYTES || chunks > MAX_BODY_BYTES) {
      return { refused: 'too-long' }
    }
    if (length + chunk.length > bytes.length) {
      bytes = Buffer.concat([bytes], Math.max(bytes.length * 2, length + chunk.length))
    }
    chunk.copy(bytes, length)
    length += chunk.length
  }
  return bytes.toString('utf8', 0, length)
}

/** There is no stream, or none that can be read bit by bit: before Node.js 10 none can. */
async function readText(response: ResponseLike): Promise<BodyText> {
  if (announcedLength(response) > MAX_BODY_BYTES) return { refused: 'too-long' }
  if (!response.text) return { refused: 'unreadable' }
  const text = await response.text()
  if (typeof text !== 'string') return { refused: 'unreadable' }
  return Buffer.byteLength(text) > MAX_BODY_BYTES ? { refused: 'too-long' } : text
}

function sourceOf(body: BodyLike): Source | undefined {
  if (typeof body.getReader === 'function') {
    const reader = (body as ReadableStream).getReader()
    return { next: () => reader.read(), stop: () => reader.cancel() }
  }
  if (typeof body === 'object' && Symbol.asyncIterator in body) {
    const stream = body as NodeJS.ReadableStream & { destroy(): void }
    const iterator = stream[Symbol.asyncIterator]()
    return { next: () => iterator.next(), stop: () => stream.destroy() }
  }
  return undefined
}

function bytesOf(chunk: unknown): Buffer | undefined {
  if (typeof chunk === 'string') return Buffer.from(chunk)
  if (!ArrayBuffer.isView(chunk)) return undefined
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

/** The length that a response announces, or 0. */
const announcedLength = ({ headers }: ResponseLike): number =>
  Number(headers?.get?.('content-length') ?? 0) || 0
