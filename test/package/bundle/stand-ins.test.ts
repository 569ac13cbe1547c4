import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { root } from '../../typescript'

const standIn = (name: string) => require(`../../../scripts/bundle-function/stand-ins/${name}.cjs`)

describe('ascii-order', () => {
  const order: (left: string, right: string) => number = standIn('ascii-order')
  const locale = new Intl.Collator('en').compare

  it('orders names of headers and fields as localeCompare does', () => {
    const characters = 'abcxyzABCXYZ0189_-'.split('')
    const name = fc
      .array(fc.constantFrom(...characters), { maxLength: 6 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(name, name, (left, right) => {
        expect(Math.sign(order(left, right))).toBe(locale(left, right))
      }),
      { numRuns: 5000 },
    )
  })

  it('knows the order of every pair of its characters', () => {
    const all = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
    for (const left of all) {
      for (const right of all) expect(Math.sign(order(left, right))).toBe(locale(left, right))
    }
  })

  it('leaves any other name to localeCompare', () => {
    for (const [left, right] of [
      ['é', 'f'],
      ['a b', 'a-b'],
      ['名', '字'],
    ] as const) {
      expect(order(left, right)).toBe(left.localeCompare(right))
    }
  })
})

describe('url', () => {
  const url = standIn('url')
  const same = (address: string) => expect({ ...url.parse(address) }).toEqual({ ...parse(address) })

  it.each([
    'http://127.0.0.1:8080/admin?env=e&seqId=18c_1',
    'https://env-1a2b.ap-shanghai.tcb-api.tencentcloudapi.com/admin?env=env-1a2b&seqId=1',
    'http://internal.tcb-api.tencentcloudapi.com:80/admin',
    'http://[::1]:8080/latest/meta-data/app-id',
    'HTTP://HOST/../admin?a=b#c',
    "http://user:pass@host/a'b?c d",
    'http://名字.example',
    'host:8080',
    '',
  ])('reads %j as url.parse does', same)

  it('reads whatever looks like an address as url.parse does', () => {
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), same))
  })

  it('has all else of the module', () => {
    expect({ ...url, parse }).toEqual({ ...require('node:url') })
  })
})

describe('set-to-string-tag', () => {
  const set: (target: object, value: string) => void = standIn('set-to-string-tag')

  it('sets the tag as es-set-tostringtag does, and keeps one that is there', () => {
    const original = require('es-set-tostringtag')
    const [ours, theirs] = [{}, {}]
    set(ours, 'FormData')
    original(theirs, 'FormData')
    const tag = Symbol.toStringTag
    expect(Object.getOwnPropertyDescriptor(ours, tag)).toEqual(
      Object.getOwnPropertyDescriptor(theirs, tag),
    )
    set(ours, 'Other')
    expect(String(ours)).toBe('[object FormData]')
  })
})

describe('metadata', () => {
  it('says what the SDK makes of the answer of one of Tencent’s machines', async () => {
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.url)
      response.end('1251234567')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '-e',
        "require('@cloudbase/node-sdk/dist/utils/cloudplatform').checkIsInTencentCloud().then(console.log)",
      ],
      {
        cwd: root,
        env: { http_proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
      },
    )
    server.close()
    expect(asked).toEqual(['http://metadata.tencentyun.com/latest/meta-data/app-id'])
    expect(stdout).toBe('false\n')
  })
})
