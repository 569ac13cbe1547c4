import { hintFor, kindOfCode } from '../../../src/core/error-codes'
import { hintOverHttps, isAdvisedOn } from '../../../src/https/hints'

const ofCode = (code: number) => hintOverHttps(kindOfCode(code), code)

it.each([
  [40001, /stableAccessToken.*cloudbase_access_token.*cloudbaseAccessToken/],
  [40066, /baseUrl/],
  [40125, /AppSecret/],
  [40164, /account's IP allowlist.*AppSecret/],
  [40243, /unfreeze it.*ten minutes/],
  [41004, /AppSecret/],
  [48001, /another account's.*may be final/],
  [61003, /has not authorized.*permission set 18.*authorize the platform again/],
  [61004, /platform's IP allowlist.*account's IP allowlist/],
  [61005, /newest.*same platform.*ten minutes/],
  [61006, /newest.*same platform.*ten minutes/],
  [61007, /has not authorized.*permission set 18.*authorize the platform again/],
  [61023, /must authorize.*again/],
  [85105, /another account's.*may be final/],
  [85107, /add \/wxa\/getgrayreleaseplan under/],
  [85112, /wait a few minutes.*ticket with the environment ID and rid/],
  [85113, /wait a few minutes.*ticket with the environment ID and rid/],
  [86000, /only a third-party platform.*not a platform's/],
  [86002, /profile.*category/],
  [89503, /administrator/],
  [89506, /administrator/],
  [89507, /administrator/],
])('%i has a hint of its own', (code, text) => {
  expect(ofCode(code).en).toMatch(text)
  expect(ofCode(code)).not.toEqual(hintOverHttps(kindOfCode(code)))
  expect(isAdvisedOn(code)).toBe(true)
})

it.each([40097, 99999])('%i has the hint of its kind', (code) => {
  expect(ofCode(code)).toEqual(hintOverHttps(kindOfCode(code)))
  expect(isAdvisedOn(code)).toBe(false)
})

it.each(['permission', 'credential', 'environment', 'timeout'] as const)(
  'an error of kind %s has a hint for HTTPS',
  (kind) => expect(hintOverHttps(kind)).not.toEqual(hintFor(kind)),
)
