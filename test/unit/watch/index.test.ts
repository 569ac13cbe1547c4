import * as watch from '../../../src/watch'

it('exports what people call, and the kinds of errors', () => {
  expect(watch.ERROR_KINDS).toContain('no_plan')
  for (const name of ['compare', 'describe', 'notify'] as const) {
    expect(watch[name]).toBeInstanceOf(Function)
  }
})
