import { hintFor, kindOfCode } from '../../../src/core/error-codes'
import { hintOverHttps, isAdvisedOn } from '../../../src/https/hints'

const ofCode = (code: number) => hintOverHttps(kindOfCode(code), code)

it.each<[number[], RegExp]>([
  [[40001], /stableAccessToken.*cloudbase_access_token.*cloudbaseAccessToken/],
  [[40066], /baseUrl/],
  [[40125, 41004], /AppSecret/],
  [[40164], /account's IP allowlist.*AppSecret/],
  [[40243], /unfreeze it.*ten minutes/],
  [[48001, 85105], /another account's.*may be final/],
  [[50002], /restricted, frozen or closed/],
  [[61003, 61007], /has not authorized.*permission set 18.*authorize the platform again/],
  [[61004], /platform's IP allowlist.*account's IP allowlist/],
  [[61005, 61006], /newest.*same platform.*ten minutes/],
  [[61023], /must authorize.*again/],
  [[85107], /add \/wxa\/getgrayreleaseplan under/],
  [[85112, 85113], /wait a few minutes.*ticket with the environment ID and rid/],
  [[86000], /only a third-party platform.*not a platform's/],
  [[86002], /profile.*category/],
  [[89503, 89506, 89507], /administrator/],
])('the codes %j have a hint of their own', (codes, text) => {
  for (const code of codes) {
    expect(ofCode(code).en).toMatch(text)
    expect(ofCode(code)).not.toEqual(hintOverHttps(kindOfCode(code)))
    expect(JSON.stringify(ofCode(code))).not.toMatch(/cloud\.init|config\.json|wx-server-sdk/)
    expect(isAdvisedOn(code)).toBe(true)
  }
})

it.each([40097, 99999])('%i has the hint of its kind', (code) => {
  expect(ofCode(code)).toEqual(hintOverHttps(kindOfCode(code)))
  expect(isAdvisedOn(code)).toBe(false)
})

it.each(['permission', 'credential', 'environment', 'timeout'] as const)(
  'an error of kind %s has a hint for HTTPS',
  (kind) => expect(hintOverHttps(kind)).not.toEqual(hintFor(kind)),
)
