import { isLoopback } from '../../../src/core/loopback'

const hostOf = (authority: string): string => new URL(`http://${authority}`).hostname

it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.255.123.214', '0x7f.1', '127.1', '[::1]'])(
  '%s is this machine',
  (authority) => expect(isLoopback(hostOf(authority))).toBe(true),
)

it.each([
  'localhost.example',
  '127.0.0.1.example',
  '7.127.0.0.1.example',
  '128.0.0.1',
  '0.0.0.0',
  '[::2]',
  'example.com',
])('%s is not', (authority) => expect(isLoopback(hostOf(authority))).toBe(false))
