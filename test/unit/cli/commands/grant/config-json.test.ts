import fc from 'fast-check'
import {
  type Granted,
  grantIn as grantInLanguage,
  NEW_CONFIG,
  PERMISSION,
} from '../../../../../src/cli/commands/grant/config-json'
import { en } from '../../../../../src/cli/texts/en'
import { zh } from '../../../../../src/cli/texts/zh'

const grantIn = (text: string, language = en) => grantInLanguage(text, language)

const textOf = (granted: Granted) =>
  granted.outcome === 'granted' ? granted.text : granted.outcome

const p = `"${PERMISSION}"`

const ALL = `"permissions": {"openapi":[${p}]}`
const LIST = `"openapi": [${p}]`
/** The same in lines. */
const linesWith = (tab: string): string =>
  `"permissions": {\n${tab}${tab}"openapi": [\n${tab}${tab}${tab}${p}\n${tab}${tab}]\n${tab}}`
const WIDE = ' '.repeat(12)

it.each([
  ['an empty object', '{^}', NEW_CONFIG.trimEnd().slice(1, -1)],
  ['an empty object with spaces', ' {^ } \n', ALL],
  ['one line', '{"a":1^}', `,${ALL}`],
  ['one line with spaces', '{"a": 1^}', `, ${ALL}`],
  ['one line with more spaces', '{ "a" : 1^ }', `, ${ALL}`],
  ['an empty list', '{"permissions":{"openapi":[^ ]}}', p],
  ['empty permissions', '{"permissions":{^}}', LIST],
  ['other permissions', '{"permissions":{"x":{}^}}', `,${LIST}`],
  ['a list in one line', '{"permissions":{"openapi":["a", "b"^]}}', `, ${p}`],
  ['a list of one', '{\n "permissions": {"openapi": ["a"^]}\n}', `, ${p}`],
  ['numbers as they were written', '{\n   "n": 1.0e+5^\n}', `,\n   ${linesWith('   ')}`],
  [
    'tabs and CRLF',
    '{\r\n\t"permissions": {^}\r\n}',
    `\r\n\t\t"openapi": [\r\n\t\t\t${p}\r\n\t\t]\r\n\t`,
  ],
  ['CR alone', '{\r "permissions": {^}\r}', `\r  "openapi": [\r   ${p}\r  ]\r `],
  [
    'a list in lines',
    '{\r\n\t"permissions": {"openapi": [\r\n\t\t\t"a"^\r\n\t\t]}\r\n}',
    `,\r\n\t\t\t${p}`,
  ],
  [
    'an empty list of lines',
    '{\n  "permissions": {\n    "openapi": [^]\n  }\n}',
    `\n      ${p}\n    `,
  ],
  ['a blank line before the last key', '{\n  "a": 1,\n\n  "b": 2^\n}', `,\n  ${linesWith('  ')}`],
  ['a wide indentation', `{\n${WIDE}"a": 1^\n}`, `,\n${WIDE}${linesWith(WIDE)}`],
  ['no indentation', '{\n"a": 1^\n}', `,\n"permissions": {\n  "openapi": [\n    ${p}\n  ]\n}`],
  ['one line that breaks further in', '{"a": {\n}, "permissions": {^}}', LIST],
  ['a key of the same name elsewhere', '{"y":[],"x":{"openapi":1}^}', `,${ALL}`],
  ['an escaped key', '{"permissi\\u006fns":{"openapi":[^]}}', p],
])('keeps %s, and inserts at the mark', (_name, text, inserted) => {
  const expected = text.replace('^', inserted)
  expect(textOf(grantIn(text.replace('^', '')))).toBe(expected)
  expect(grantIn(expected)).toEqual({ outcome: 'already', notes: [] })
})

it('sees that the permission is there', () => {
  for (const text of [`{"permissions":{"openapi":["a",${p}]}}`, NEW_CONFIG])
    expect(grantIn(text)).toEqual({ outcome: 'already', notes: [] })
})

it.each([
  ['', 'it is empty'],
  [' \r\n', 'it is empty'],
  ['{', 'line 1, column 2'],
  ['{\n  "a": 1,\n}', 'extra comma on line 2'],
  ['{\n  "a": [\n    1,\n\n\n  ]\n}', 'extra comma on line 3'],
  ['{\n  "a": 1,\n  , "b": 2}', 'extra comma on line 3'],
  ['{,}', 'extra comma on line 1'],
  ['{}\n,', 'extra comma on line 2'],
  ['{"a":,}', 'line 1, column 6'],
  ['{"a":1,', 'line 1, column 8'],
  ['{"a":1 /}', 'line 1, column 8'],
  ['// no\n{}', 'a comment begins on line 1'],
  ['{\r\n  /* no */ }', 'a comment begins on line 2'],
  ['{\n"a": 1, // no\n}', 'a comment begins on line 2'],
  ["{'a': 1}", 'line 1, column 2'],
  ['{\n  "a": 1，\n  "b": 2\n}', "full-width '，' on line 2"],
  ['{\n  "a": true，\n  "b": 2\n}', "full-width '，' on line 2"],
  ['{\n  "a"：1}', "full-width '：' on line 2"],
  ['{“a”: 1}', "full-width '“' on line 1"],
  ['{"a": “全角”}', "full-width '“' on line 1"],
  ['{"a": "，"', 'line 1, column 10'],
  ['{\n<<<<<<< HEAD\n  "a": 1\n=======\n>>>>>>> b\n}', 'merge conflict on line 2'],
  ['{\r\n"a": 1\r\n=======\r\n>>>>>>> b}', 'merge conflict on line 3'],
  ['{} {}', 'line 1, column 4'],
  ['{"a": 01}', 'not valid JSON'],
  ['{"a": "\t"}', 'not valid JSON'],
  ['[]', 'top level'],
  ['null', 'top level'],
  ['"x"', 'top level'],
  ['{"permissions":[]}', "'permissions' must be an object"],
  ['{"permissions":null}', "'permissions' must be an object"],
  ['{"permissions":{"openapi":{}}}', "'permissions.openapi' must be an array"],
  ['{"permissions":{"openapi":null}}', "'permissions.openapi' must be an array"],
  ['{"permissions":{"openapi":"x"}}', "'permissions.openapi' must be an array"],
  [`{"permissions":{"openapi":[${p},1]}}`, "'permissions.openapi' must be an array"],
  ['{"triggers":{}}', "'triggers' must be an array"],
  ['{"permissions":{},"permissions":{}}', "'permissions' is there twice"],
  ['{"permissions":{"openapi":[],"a":1,"openapi":[]}}', "'openapi' is there twice"],
  ['{"a":1,"permissions":{},"a":1}', "'a' is there twice"],
])('rejects %j', (text, words) => {
  const granted = grantIn(text)
  if (granted.outcome !== 'rejected') throw new Error(granted.outcome)
  expect(granted.reason).toContain(words)
  expect(grantIn(text, zh)).toHaveProperty('reason', expect.stringMatching(/\p{Script=Han}/u))
})

it('rejects what is nested more deeply than it can follow', () => {
  const deep = '['.repeat(20_000)
  const reason = 'its arrays and objects are nested too deeply.'
  for (const text of [deep, `{"x":${deep}${deep.replaceAll('[', ']')}}`])
    expect(grantIn(text)).toEqual({ outcome: 'rejected', reason })
})

/** Text that holds the same value, with any blanks that JSON allows. */
const spaced = (value: unknown, blanks: string[]): string => {
  let at = 0
  const blank = () => blanks[at++ % blanks.length] ?? ''
  const write = (part: unknown): string => {
    if (typeof part !== 'object' || part === null) return JSON.stringify(part)
    const open = Array.isArray(part) ? '[' : '{'
    const items = Array.isArray(part)
      ? part.map(write)
      : Object.entries(part).map(
          ([key, item]) => `${JSON.stringify(key)}${blank()}:${blank()}${write(item)}`,
        )
    const inside = items.map((item) => blank() + item + blank()).join(',')
    return `${open}${items.length > 0 ? inside : blank()}${open === '[' ? ']' : '}'}`
  }
  return blank() + write(value) + blank()
}

it('adds the permission and nothing else, however the file is written', () => {
  const blank = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 4 })
  const blanks = fc.array(blank, { minLength: 1, maxLength: 7 })
  const openapi = fc.array(fc.string())
  const config = fc.record(
    {
      triggers: fc.array(fc.jsonValue()),
      permissions: fc.record({ openapi, other: fc.jsonValue() }, { requiredKeys: [] }),
      other: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(config, blanks, (value, between) => {
      const before = spaced(value, between)
      const after = textOf(grantIn(before))
      const list = value.permissions?.openapi ?? []
      expect(JSON.parse(after)).toEqual({
        ...JSON.parse(JSON.stringify(value)),
        permissions: {
          ...JSON.parse(JSON.stringify(value.permissions ?? {})),
          openapi: [...list, PERMISSION],
        },
      })
      // What was there is still there, in its order: only text was put in.
      let at = 0
      const solid = before.replace(/\s/g, '')
      for (const character of after) if (character === solid[at]) at += 1
      expect(at).toBe(solid.length)
      expect(grantIn(after)).toEqual({ outcome: 'already', notes: [] })
    }),
  )
})

it.each([
  ['{"permission":{"openapi":[]}}', ['permission', 'permissions']],
  ['{"Permissions":{}}', ['Permissions', 'permissions']],
  ['{"permmissions":{}}', ['permmissions', 'permissions']],
  ['{"pemissions":{}}', ['pemissions', 'permissions']],
  ['{"openapi":[]}', ['openapi', 'permissions.openapi']],
  ['{"permissions":{"openApi":[]}}', ['openApi', 'openapi']],
  ['{"permissions":{"open_api":[]}}', ['open_api', 'openapi']],
] as const)('notes that WeChat does not read a key of %s', (text, [key, meant]) => {
  expect(grantIn(text)).toMatchObject({ notes: [en.grant.unread(key, meant)] })
  expect(JSON.parse(textOf(grantIn(text)))).toMatchObject({
    permissions: { openapi: [PERMISSION] },
  })
})

it('notes no key that only contains the name of another', () => {
  const text =
    '{"myPermissions":1,"permissions2":1,"myOpenapi":1,"openapi2":1,"permissions":{"myOpenapi":1,"openapi2":1}}'
  expect(grantIn(text)).toMatchObject({ outcome: 'granted', notes: [] })
})
