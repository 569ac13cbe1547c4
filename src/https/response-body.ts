import { guarded, read } from '../core/error'

/** The most that is read of a reply, in bytes: the documented ones are far below 1 KiB. */
export const MAX_BODY_BYTES = 1024 * 1024

/** The text of a body; or why there is none. */
export type BodyText = string | { refused: 'too-long' | 'unreadable' }

/** A request under way, as the reading of its reply sees it. */
export interface Open {
  cancelled: boolean
  /** Set while a body is read: closes its stream. */
  stop: () => void
}

/** Pulls one chunk after the other; both web streams and Node.js streams can be put this way. */
interface Source {
  next(): PromiseLike<{ done?: boolean | undefined; value?: unknown }>
  stop(): unknown
}

/**
 * Reads the body of a response up to {@link MAX_BODY_BYTES}. A longer one is given up at once, unread
 * where its headers announce it. Rejects where the connection fails.
 */
export async function readBody(response: unknown, open: Open): Promise<BodyText> {
  const body = read(response, 'body') ?? undefined
  if (body === undefined) return readText(response)
  // Somebody has read it already.
  if (read(body, 'locked') === true) return { refused: 'unreadable' }
  const source = sourceOf(body)
  if (!source) return readText(response)
  // Closing a stream may throw, or reject, where it is closed already.
  open.stop = () =>
    guarded(() => void Promise.resolve(source.stop()).then(undefined, () => undefined))
  // A fetch that knows no signal gives its response after the end, too.
  if (open.cancelled) open.stop()
  if (announcedLength(response) > MAX_BODY_BYTES) return { refused: 'too-long' }
  return readAll(source, open)
}

async function readAll(source: Source, open: Open): Promise<BodyText> {
  let bytes = Buffer.alloc(4096)
  let length = 0
  let chunks = 0
  while (!open.cancelled) {
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
async function readText(response: unknown): Promise<BodyText> {
  if (announcedLength(response) > MAX_BODY_BYTES) return { refused: 'too-long' }
  if (typeof read(response, 'text') !== 'function') return { refused: 'unreadable' }
  const text = await (response as { text(): unknown }).text()
  if (typeof text !== 'string') return { refused: 'unreadable' }
  return Buffer.byteLength(text) > MAX_BODY_BYTES ? { refused: 'too-long' } : text
}

function sourceOf(body: unknown): Source | undefined {
  if (typeof read(body, 'getReader') === 'function') {
    const reader = (body as ReadableStream).getReader()
    return { next: () => reader.read(), stop: () => reader.cancel() }
  }
  if (typeof body === 'object' && Symbol.asyncIterator in (body as object)) {
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
function announcedLength(response: unknown): number {
  let length: unknown
  guarded(() => {
    length = (response as { headers: { get(name: string): unknown } }).headers.get('content-length')
  })
  return typeof length === 'string' ? Number(length) : 0
}
