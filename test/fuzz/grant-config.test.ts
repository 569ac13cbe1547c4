import fc from 'fast-check'
import { grantIn } from '../../src/cli/commands/grant/config-json'
import { en } from '../../src/cli/texts/en'

it('takes as JSON what JSON is, and nothing else', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  const pieces = fc.constantFrom(
    ...'{}[]:,"\\/*-+.eE019 \n\t\r\u000b\u00a0\u2028\ufeff'.split(''),
    ...['"a"', '"b":', 'true', 'nul', 'null', '//', '/*', '*/', '\\u00', '1e', '-0'],
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      for (const text of [parts.join(''), `{"a":${parts.join('')}}`]) {
        const granted = grantIn(text, en)
        const rejectedAsJson =
          granted.outcome === 'rejected' && granted.reason.includes('not valid JSON')
        expect([text, rejectedAsJson]).toEqual([text, !isJson(text)])
      }
    }),
    { numRuns: 20_000 },
  )
})
