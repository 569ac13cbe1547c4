// The processes of the soak: each part runs in one of its own.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = (name) => fileURLToPath(new URL(name, import.meta.url))

/** What a process needs of the environment; nothing of a proxy or a cloud that this machine may have. */
export const BARE_ENV = { PATH: process.env.PATH, HOME: process.env.HOME }

/** Starts a part. It gets `task`, if there is one, and `answer` is what it tells. */
export function start(name, task, { env = {}, execArgv = [] } = {}) {
  const child = fork(script(name), {
    env: { ...BARE_ENV, ...env },
    execArgv,
    // The SDK and the function print; what matters comes as a message.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const answer = new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} and told nothing`)))
  })
  if (task) child.send(task)
  /** Asks for what is known by now. */
  const ask = () =>
    new Promise((resolve) => {
      child.once('message', resolve)
      child.send('ask')
    })
  return { answer, ask, end: () => child.kill() }
}
