import { reasonOf } from '../../../src/cli/session'
import { en } from '../../../src/cli/texts/en'
import { zh } from '../../../src/cli/texts/zh'

it.each([
  [{ code: 'EACCES', message: 'x' }, 'permission denied', '没有权限'],
  [{ code: 'EODD', message: 'odd\u001b' }, 'odd\\u001b', 'odd\\u001b'],
  [new RangeError('too deep'), 'too deep', 'too deep'],
  ['text', 'text', 'text'],
  [null, 'null', 'null'],
])('%j', (thrown, inEnglish, inChinese) => {
  expect(reasonOf(thrown, en)).toBe(inEnglish)
  expect(reasonOf(thrown, zh)).toBe(inChinese)
})
