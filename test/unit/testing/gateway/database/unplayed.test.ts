import { unplayed } from '../../../../../src/testing/gateway/database/unplayed'

it('names what is not played and what is', () => {
  expect(unplayed('the operator $a', ['$b', '$c'])).toEqual(
    new Error('the operator $a; played are $b, $c'),
  )
})
