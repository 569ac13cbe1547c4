import { createInterface } from 'node:readline'
import { type Readable, Writable } from 'node:stream'
import { Interrupted, incorrectUsage, STATUS_OF_SIGNAL } from '../../failure'
import { printError, type Session } from '../../session'

/** No token is that long; reading on would only fill the memory. */
const MOST_INPUT = 64 * 1024

/**
 * Reads the token that is piped in or typed, without the spaces and line breaks around it.
 *
 * @throws Failure of incorrect usage if it is none
 */
export async function readToken(session: Session): Promise<string> {
  const { texts } = session
  const { signal } = session.ending
  const stdin = session.stdin()
  const input = stdin.isTTY
    ? await readTyped(stdin, signal, () => printError(session, [texts.status.pasteToken]))
    : await readPiped(stdin, signal)
  signal.throwIfAborted()
  const token = input.trim()
  if (token === '') throw incorrectUsage(texts.status.noToken)
  if (/\s/.test(token) || input.length > MOST_INPUT) throw incorrectUsage(texts.status.oddToken)
  return token
}

async function readPiped(stdin: Readable, signal: AbortSignal): Promise<string> {
  const stop = (): void => {
    stdin.destroy(signal.reason)
  }
  signal.addEventListener('abort', stop)
  let input = ''
  stdin.setEncoding('utf8')
  for await (const text of stdin) {
    input += text
    if (input.length > MOST_INPUT) break
  }
  signal.removeEventListener('abort', stop)
  return input
}

/**
 * Reads the line that is typed or pasted on a terminal, and does not show it. It ends with Enter, or
 * with Ctrl-D as a pipe ends.
 *
 * @param ask - called as soon as what is typed is no longer shown
 * @throws Interrupted at Ctrl-C, which is a key like any other while keys are not shown
 */
function readTyped(stdin: Readable, signal: AbortSignal, ask: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = createInterface({
      input: stdin,
      output: new Writable({ write: (_text, _encoding, done) => done() }),
      terminal: true,
      historySize: 0,
      signal,
    })
    stdin.on('keypress', (_text, { ctrl, name }) => {
      if (ctrl && name === 'd') reader.close()
    })
    reader.on('SIGINT', () => {
      reject(new Interrupted(STATUS_OF_SIGNAL.SIGINT))
      reader.close()
    })
    reader.on('line', (line) => {
      resolve(line)
      reader.close()
    })
    reader.on('close', () => resolve(reader.line))
    ask()
  })
}
