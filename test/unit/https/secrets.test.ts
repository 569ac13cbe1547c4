import { Secrets } from '../../../src/https/secrets'

function redact(text: string, ...secrets: string[]): string {
  const known = new Secrets()
  for (const secret of secrets) known.add(secret)
  return known.redact(text)
}

describe('Secrets hides', () => {
  it.each([
    ['as it is', 'k3y-one', 'say k3y-one twice: k3y-one', 'say *** twice: ***'],
    ['in capitals', 'k3y', 'K3Y', '***'],
    ['in a URL', 'a/b c', '?t=a%2Fb%20c&', '?t=***&'],
    ['in a URL, in small letters', 'a/b', 'a%2fb', '***'],
    ['in a URL, in part', "it's", 'it%27s', '***'],
    ['in a URL within a URL', 'a=b', 'to=%3Ft%3Da%253Db', 'to=%3Ft%3D***'],
    ['in a form', 'a b', 'a+b', '***'],
    ['in JSON', 'a"b\\c\n', '{"t":"a\\"b\\\\c\\n"}', '{"t":"***"}'],
    ['in JSON within JSON', 'a"b', '"{\\"t\\":\\"a\\\\\\"b\\"}"', '"{\\"t\\":\\"***\\"}"'],
    ['in JSON by code', 'é€', '\\u00e9\\u20AC', '***'],
    ['in JSON, with slashes escaped', 'a/b', 'a\\/b', '***'],
    ['beyond the first plane', '😀', '😀 %F0%9F%98%80 \\ud83d\\ude00', '*** *** ***'],
    ['of characters that patterns are made of', '.*+?^${}()|[]', '<.*+?^${}()|[]>', '<▀▀▀>'],
    ['of one character', 'e', 'here', 'h***r***'],
    ['right after a false start', 'aab', 'aaab', 'a***'],
  ])('a secret %s', (_name, secret, text, expected) => {
    expect(redact(text, secret)).toBe(expected)
  })

  it('the longer one where one secret is part of the other', () => {
    expect(redact('token-2 token', 'token', 'token-2')).toBe('*** ***')
  })

  it('secrets that hold the mask', () => {
    expect(redact('a***b', 'a***b')).toBe('▀▀▀')
    expect(redact('a***b ▀', '*', '▀')).toBe('a▁▁▁▁▁▁▁▁▁b ▁▁▁')
  })

  it.each([
    ['plain', 'aB-_9'],
    ['hard', '€ /"\\'],
  ])('%s secrets of any length', (_name, unit) => {
    const secret = unit.repeat(1000)
    expect(redact(`<${secret}>`, secret)).toBe('<***>')
    expect(redact(`<${encodeURIComponent(secret)}>`, secret)).toBe('<***>')
    const cut = secret.slice(0, -1)
    expect(redact(cut, secret)).toBe(cut)
  })
})

describe('Secrets leaves alone', () => {
  it('text without a secret', () => expect(redact('nothing here', 'k3y')).toBe('nothing here'))
  it('text where it knows none', () => expect(redact('anything')).toBe('anything'))
})

it('is not slowed down by hostile text', () => {
  const startedAt = Date.now()
  redact('\\'.repeat(1_000_000), '\\\\\\\\x')
  redact(`${'%25'.repeat(300_000)}`, 'a b')
  redact('\\'.repeat(1_000_000), '"""""x')
  expect(Date.now() - startedAt).toBeLessThan(3000)
})
