import { textOf } from '../typescript'

/** What the table of toolchains names, and which folder fixes its version. */
const TOOLS: [string, string][] = [
  ['package/consumers/page', 'webpack'],
  ['package/consumers/page', 'enhanced-resolve'],
  ['package/consumers/page', 'esbuild'],
  ['package/consumers/runtime', 'jest'],
  ['package/consumers/runtime', '@cloudbase/functions-framework'],
  ['toolchains/miniprogram-ci', 'miniprogram-ci'],
  ['toolchains/taro', '@tarojs/cli'],
  ['toolchains/uni-app', '@dcloudio/uni-mp-weixin'],
  ['toolchains/cloudrun', 'express'],
  ['toolchains/cloudrun', 'koa'],
  ['toolchains/workerd', 'workerd'],
  ['package', 'publint'],
  ['package', '@arethetypeswrong/cli'],
]

describe.each(['docs/compatibility.md', 'docs/compatibility.zh-CN.md'])('%s', (page) => {
  const rows = textOf(page).match(/^\|.*`npm run .*$/gm)

  it.each(TOOLS)('names the version of test/%s: %s', (folder, name) => {
    const { packages } = require(`../${folder}/package-lock.json`)
    const { version } = packages[`node_modules/${name}`]
    expect(rows?.some((row) => row.includes(version))).toBe(true)
  })
})
