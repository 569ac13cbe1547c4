import { Resolver, lookup as system } from 'node:dns'
import { readFileSync } from 'node:fs'
import { cancellableLookup } from '../../../src/core/lookup'

jest.mock('node:dns')
jest.mock('node:fs')

const resolve4 = jest.mocked(Resolver.prototype.resolve4) as unknown as jest.Mock

/** Lets the resolver answer. */
const answer = (error: object | null): void => {
  const [, callback] = resolve4.mock.calls[0] as [string, (error: object | null) => void]
  callback(error)
}

const options = { all: true }

beforeEach(() => {
  jest.resetAllMocks()
  jest.mocked(readFileSync).mockReturnValue('127.0.0.1 localhost\n10.0.0.1\tpinned.example # why\n')
})

it.each([null, { code: 'ENOTFOUND' }, { code: 'ENODATA' }, { code: 'ECONNREFUSED' }])(
  'leaves the answer to the system once the name server has answered, with %j',
  (error) => {
    const callback = jest.fn()
    cancellableLookup().lookup('api.example', options, callback)
    expect(resolve4).toHaveBeenCalledWith('api.example', expect.any(Function))
    expect(system).not.toHaveBeenCalled()
    answer(error)
    expect(system).toHaveBeenCalledWith('api.example', options, callback)
  },
)

it.each(['ETIMEOUT', 'ECANCELLED'])('does not ask the system after %s', (code) => {
  const callback = jest.fn()
  cancellableLookup().lookup('api.example', options, callback)
  answer({ code })
  expect(system).not.toHaveBeenCalled()
  expect(callback).toHaveBeenCalledWith({ code }, '', 0)
})

it('asks the system right away for a name in the hosts file', () => {
  const callback = jest.fn()
  const { lookup, cancel } = cancellableLookup()
  lookup('pinned.example', options, callback)
  expect(system).toHaveBeenCalledWith('pinned.example', options, callback)
  expect(resolve4).not.toHaveBeenCalled()
  cancel()
})

it('can do without a hosts file', () => {
  jest.mocked(readFileSync).mockImplementation(() => {
    throw new Error('ENOENT')
  })
  cancellableLookup().lookup('pinned.example', options, jest.fn())
  expect(resolve4).toHaveBeenCalled()
})

it('cancels the resolver', () => {
  const { lookup, cancel } = cancellableLookup()
  lookup('api.example', options, jest.fn())
  cancel()
  expect(Resolver.prototype.cancel).toHaveBeenCalledTimes(1)
})

it.each([
  ['linux', '/etc/hosts'],
  ['win32', 'C:\\Windows\\System32\\drivers\\etc\\hosts'],
])('knows the hosts file of %s', (platform, file) => {
  const { platform: real } = process
  const { SystemRoot } = process.env
  Object.defineProperty(process, 'platform', { value: platform })
  process.env['SystemRoot'] = 'C:\\Windows'
  cancellableLookup().lookup('api.example', options, jest.fn())
  expect(readFileSync).toHaveBeenCalledWith(file, 'utf8')
  Object.defineProperty(process, 'platform', { value: real })
  process.env['SystemRoot'] = SystemRoot
})
