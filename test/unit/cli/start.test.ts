import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { type ProcessLike, start } from '../../../src/cli/start'
import { startGateway } from '../../../src/testing'

/** A process with outputs that keep what is written. */
class FakeProcess extends EventEmitter {
  exitCode: number | undefined
  env = {}
  stdin = new PassThrough()
  stdout = new FakeOutput()
  stderr = new FakeOutput()
  cwd = () => '/'
  argv: string[]

  constructor(...args: string[]) {
    super()
    this.argv = ['node', 'cli.js', ...args]
  }

  start() {
    const place = { version: '1.2.3', functionDir: '/nowhere' }
    return start(this as unknown as ProcessLike, place)
  }
}

class FakeOutput extends EventEmitter {
  text = ''
  write(text: string) {
    this.text += text
  }
}

it('runs the command with the arguments and the streams of the process', async () => {
  const fake = new FakeProcess('--version')
  await fake.start()
  expect([fake.exitCode, fake.stdout.text, fake.stderr.text]).toEqual([0, '1.2.3\n', ''])
  const wrong = new FakeProcess('--nope')
  await wrong.start()
  expect([wrong.exitCode, wrong.stdout.text]).toEqual([2, ''])
  expect(wrong.stderr.text).toContain('--nope')
})

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('ends quietly at %s, while it waits for standard input', async (name, status) => {
  const fake = new FakeProcess('status', '--access-token-stdin')
  const ended = fake.start()
  setImmediate(() => fake.emit(name))
  await ended
  expect([fake.exitCode, fake.stdout.text, fake.stderr.text]).toEqual([status, '', ''])
  expect(fake.listenerCount(name)).toBe(0)
})

describe('while it watches', () => {
  async function watching(interval: string, meanwhile: (fake: FakeProcess) => void) {
    const gateway = await startGateway()
    const fake = new FakeProcess('status', '--watch', '--interval', interval, '--json')
    fake.env = { WX_ACCESS_TOKEN: 't', WX_API_BASE_URL: gateway.baseUrl }
    const write = fake.stdout.write.bind(fake.stdout)
    fake.stdout.write = (text) => {
      write(text)
      meanwhile(fake)
    }
    await fake.start()
    await gateway.close()
    return fake
  }

  it('waits between two questions, and no longer than the process lives', async () => {
    const fake = await watching('0.01', (one) => {
      if (one.stdout.text.split('\n').length > 3) one.emit('SIGINT')
    })
    expect(fake.exitCode).toBe(130)
    expect(fake.stdout.text.trim().split('\n')).toHaveLength(3)
    const sleeping = await watching('3600', (one) => setTimeout(() => one.emit('SIGTERM'), 20))
    expect([sleeping.exitCode, sleeping.stderr.text]).toEqual([143, ''])
  })

  it('ends quietly where the reader goes away', async () => {
    const gone = Object.assign(new Error('gone'), { code: 'EPIPE' })
    const fake = await watching('3600', (one) => one.stdout.emit('error', gone))
    expect([fake.exitCode, fake.stderr.text]).toEqual([0, ''])
  })

  it('tells once that the output can not be written', async () => {
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' })
    const fake = await watching('3600', (one) => {
      one.stdout.emit('error', full)
      one.stdout.emit('error', full)
    })
    expect(fake.exitCode).toBe(1)
    expect(fake.stderr.text).toBe(
      'error: the output could not be written: no space left on the disk\n',
    )
  })
})

it('knows a failure to write that comes after all is done', async () => {
  const fake = new FakeProcess('--version')
  await fake.start()
  fake.stdout.emit('error', Object.assign(new Error('odd'), { code: 'EODD' }))
  expect(fake.exitCode).toBe(1)
  expect(fake.stderr.text).toBe('error: the output could not be written: odd\n')
})

it('survives that nobody reads standard error', async () => {
  const fake = new FakeProcess('--version')
  await fake.start()
  fake.stderr.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }))
  expect(fake.exitCode).toBe(0)
})
