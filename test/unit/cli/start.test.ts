import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { runCli } from '../../../src/cli/main'
import { start } from '../../../src/cli/start'
import { startGateway } from '../../../src/testing'

/** A process with outputs that keep what is written. */
class FakeProcess extends EventEmitter {
  /** Everything that was done to end it: a status, or the name of a signal. */
  ended: (number | string)[] = []
  env = {}
  pid = 4321
  stdin = new PassThrough()
  stdout = new FakeOutput()
  stderr = new FakeOutput()
  resources: string[] = []
  argv: string[]

  constructor(...args: string[]) {
    super()
    this.argv = ['node', 'cli.js', ...args]
  }

  cwd = () => '/'
  getActiveResourcesInfo = () => this.resources
  exit = (status: number) => this.ended.push(status)
  kill = (pid: number, signal: string) => this.ended.push(`${signal} to ${pid}`)

  start() {
    const place = { version: '1.2.3', functionsDir: '/nowhere' }
    return start(this as unknown as NodeJS.Process, runCli, place)
  }
}

class FakeOutput extends EventEmitter {
  text = ''
  /** Nobody reads what is written. */
  stuck = false

  write(text: string, written?: () => void) {
    this.text += text
    if (written && !this.stuck) setImmediate(written)
  }

  fail(code: string) {
    this.emit('error', Object.assign(new Error(`failed: ${code}`), { code }))
  }
}

it('runs the command with the arguments and the streams of the process, and ends it', async () => {
  const fake = new FakeProcess('--version')
  await fake.start()
  expect([fake.ended, fake.stdout.text, fake.stderr.text]).toEqual([[0], '1.2.3\n', ''])
  const wrong = new FakeProcess('--nope')
  await wrong.start()
  expect([wrong.ended, wrong.stdout.text]).toEqual([[2], ''])
  expect(wrong.stderr.text).toContain('--nope')
})

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('ends quietly at %s, while it waits for standard input', async (name, status) => {
  const fake = new FakeProcess('status', '--access-token-stdin')
  const ended = fake.start()
  setImmediate(() => fake.emit(name, name))
  await ended
  expect([fake.ended, fake.stdout.text, fake.stderr.text]).toEqual([[status], '', ''])
  expect(fake.listenerCount(name)).toBe(0)
})

it('looks up the folder it is in when that is needed', async () => {
  const fake = new FakeProcess('grant', 'x')
  fake.cwd = () => '/nowhere'
  await fake.start()
  expect(fake.ended).toEqual([1])
  expect(fake.stderr.text).toMatch(/^error: x is not a folder/)
})

it.each(['stdout', 'stderr'] as const)('waits until %s is written, not for ever', async (name) => {
  const fake = new FakeProcess('--version')
  fake[name].stuck = true
  const ended = fake.start()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(fake.ended).toEqual([])
  fake.emit('SIGINT', 'SIGINT')
  await ended
  expect(fake.ended).toEqual([130])
})

it.each(['GetAddrInfoReqWrap', 'FSReqCallback'])(
  'ends by the signal itself where %s lasts',
  async (resource) => {
    const fake = new FakeProcess('status', '--access-token-stdin')
    fake.resources = ['Timeout', resource]
    const ended = fake.start()
    setImmediate(() => fake.emit('SIGTERM', 'SIGTERM'))
    await ended
    expect(fake.ended[0]).toBe('SIGTERM to 4321')
  },
)

describe('while it watches', () => {
  async function watching(interval: string, meanwhile: (fake: FakeProcess) => void) {
    const gateway = await startGateway()
    const fake = new FakeProcess('status', '--watch', '--interval', interval, '--json')
    fake.env = { WX_ACCESS_TOKEN: 't', WX_API_BASE_URL: gateway.baseUrl }
    const write = fake.stdout.write.bind(fake.stdout)
    fake.stdout.write = (text, written) => {
      write(text, written)
      if (text !== '') meanwhile(fake)
    }
    await fake.start()
    await gateway.close()
    return fake
  }

  it('waits between two questions, and no longer than the process lives', async () => {
    const fake = await watching('0.01', (one) => {
      if (one.stdout.text.split('\n').length > 3) one.emit('SIGINT', 'SIGINT')
    })
    expect(fake.ended).toEqual([130])
    expect(fake.stdout.text.trim().split('\n')).toHaveLength(3)
    const sleeping = await watching('3600', (one) =>
      setTimeout(() => one.emit('SIGTERM', 'SIGTERM'), 20),
    )
    expect([sleeping.ended, sleeping.stderr.text]).toEqual([[143], ''])
  })

  it('ends quietly, but not as if all were well, when the reader goes away', async () => {
    const fake = await watching('3600', (one) => one.stdout.fail('EPIPE'))
    expect([fake.ended, fake.stderr.text]).toEqual([[141], ''])
  })

  it('says once that the output can not be written', async () => {
    const fake = await watching('3600', (one) => {
      one.stdout.fail('ENOSPC')
      one.stdout.fail('ENOSPC')
    })
    const words = 'error: the output could not be written: no space left on the disk\n'
    expect([fake.ended, fake.stderr.text]).toEqual([[1], words])
  })
})

it.each([
  ['--version', 'stdout', 0],
  ['--nope', 'stdout', 2],
  ['--version', 'stderr', 0],
] as const)('keeps the status of %s when nobody reads %s', async (arg, output, status) => {
  const fake = new FakeProcess(arg)
  const ended = fake.start()
  fake[output].fail('EPIPE')
  await ended
  expect(fake.ended).toEqual([status])
})

it('knows a failure to write that comes after all is done', async () => {
  const fake = new FakeProcess('--version')
  const write = fake.stdout.write.bind(fake.stdout)
  fake.stdout.write = (text, written) => {
    write(text, written)
    if (text === '') fake.stdout.fail('EODD')
  }
  await fake.start()
  expect(fake.ended).toEqual([1])
  expect(fake.stderr.text).toBe('error: the output could not be written: failed: EODD\n')
})
