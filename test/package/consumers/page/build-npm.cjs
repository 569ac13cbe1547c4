// 构建 npm of the DevTools, as WeChat documents it: of each dependency, the folder that `miniprogram`
// in its package.json names goes to miniprogram_npm, under the dependency's name.
const { cpSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, 'native')
for (const name of Object.keys(require('./native/package.json').dependencies)) {
  const installed = join(__dirname, 'node_modules', name)
  const { miniprogram } = require(join(installed, 'package.json'))
  cpSync(join(installed, miniprogram), join(root, 'miniprogram_npm', name), { recursive: true })
}
