import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../typescript'

const folder = join(root, '.cache/wording')
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What the check says about these files. */
function check(files: { [name: string]: string }) {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const script = join(root, 'scripts/wording/index.mjs')
  const paths = Object.keys(files).map((name) => join(folder, name))
  const { status, stderr } = spawnSync(process.execPath, [script, ...paths], { encoding: 'utf8' })
  return { status, said: stderr.replaceAll(`${folder}/`, '').trim().split('\n') }
}

it('finds retired terms in pages, and in strings of sources', () => {
  const { status, said } = check({
    'en.md': 'The function looks at [the robots](x.md).\n\n| it was withdrawn | 8 % |\n|---|---|\n',
    'zh.md': '发布被撤回。您的帐号没有令牌，点击“云端测试”。',
    'texts.ts': "const a = `${number} % of users`\nconst b = ['the cloud console']\n",
  })
  expect(said).toEqual([
    'en.md:1:14 looks at => check',
    'en.md:1:28 robots => bot',
    'en.md:3:10 withdrawn => cancelled',
    'en.md:3:22 8 % => 8%',
    'zh.md:1:4 撤回 => 取消',
    'zh.md:1:7 您 => 你',
    'zh.md:1:9 帐号 => 账号',
    'zh.md:1:13 令牌 => 凭证',
    'zh.md:1:18 “云端测试” => 「云端测试」',
    'texts.ts:1:20 0 % => 0%',
    'texts.ts:2:17 cloud console => CloudBase console',
    '',
    '11 terms to replace, by what scripts/wording/terms.yml says.',
  ])
  expect(status).toBe(1)
})

it('leaves code, other meanings and terms of WeChat alone', () => {
  const { status, said } = check({
    'en.md': 'The `robots` share one request: connection refused.\n',
    'zh.md': '微信令牌、令牌文件与刷新令牌。',
    'texts.ts': "// It looks at robots.\nexport const robots = { 'call-refused': 'a bot' }\n",
  })
  expect({ status, said }).toEqual({ status: 0, said: [''] })
})
