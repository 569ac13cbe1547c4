import { compare, describe as describeEvent, ERROR_KINDS, notify } from '../../../src/watch'

it('exports what people call, and the kinds of errors', () => {
  expect(ERROR_KINDS).toContain('no_plan')
  for (const each of [compare, describeEvent, notify]) expect(each).toBeInstanceOf(Function)
})
