// 构建 npm of the project in argv, as WeChat DevTools do it. Needs neither network nor key.
const { join } = require('node:path')
const { packNpmManually } = require('miniprogram-ci')

const project = process.argv[2]
packNpmManually({
  packageJsonPath: join(project, 'package.json'),
  miniprogramNpmDistDir: project,
})
