// npm test: lint, types, wording and the quick tests side by side, so that none leaves a core idle. Jest
// prints as it goes; the output of the others is printed when they end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

async function run(stdout, ...command) {
  // A shell: npm is a script of its own on Windows.
  const options = { shell: true, stdio: ['ignore', stdout, stdout] }
  const child = spawn(['npm', 'run', ...command].join(' '), options)
  const output = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => output.push(chunk))
  }
  const [status] = await once(child, 'close')
  process.stdout.write(Buffer.concat(output))
  if (status !== 0) process.exitCode = 1
}

await Promise.all([
  run('pipe', 'check'),
  run('pipe', 'types'),
  run('pipe', 'wording'),
  run('inherit', 'jest', '--', '--selectProjects', 'quick', '--coverage', '--maxWorkers', '100%'),
])
