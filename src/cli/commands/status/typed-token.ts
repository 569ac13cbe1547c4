import { createInterface } from 'node:readline'
import { type Readable, Writable } from 'node:stream'
import { Interrupted, STATUS_OF_SIGNAL } from '../../failure'

/**
 * Reads the line that is typed or pasted on a terminal, and does not show it. It ends with Enter, or
 * with Ctrl-D as a pipe ends.
 *
 * @param ask - called as soon as what is typed is no longer shown
 * @throws Interrupted at Ctrl-C, which is a key like any other while keys are not shown
 */
export function readTyped(stdin: Readable, signal: AbortSignal, ask: () => void): Promise<string> {
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
