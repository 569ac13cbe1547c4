// npm run toolchains [-- NAME...]: the packed tarball in projects of real toolchains. Each is built as its
// users build it, and what came out is run. Prints a table; exit status 1 if one of them fails.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pack } from '../matrix/install.mjs'
import { express, koa } from './cloudrun/check.mjs'

const run = promisify(execFile)
const here = import.meta.dirname
const root = join(here, '../..')
const page = join(root, 'test/package/consumers/page')

/** What the page comes to, on a phone of which nothing but WeChat's globals is known. */
const REPORT = '{"answers":"running","fails":"crashed","missing":"no_cloud"}'

async function show(folder) {
  const { stdout } = await node(folder, join(page, 'phone.cjs'), '.', 'pages/index/index.js')
  if (stdout.trim() !== REPORT) throw new Error(`the page came to ${stdout}`)
}

const node = (cwd, ...args) => run(process.execPath, args, { cwd })

/** Installs what the lock file of a folder names, then the tarball. */
async function install(folder, tarball) {
  await node(root, 'scripts/install-tools.mjs', `test/toolchains/${folder}`)
  const installed = join(here, folder, 'node_modules/wx-gray-release-plan')
  rmSync(installed, { recursive: true, force: true })
  mkdirSync(installed)
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'])
  return join(here, folder)
}

/** Each gives what it checked. */
const CHECKS = {
  'miniprogram-ci': async (folder) => {
    const project = join(root, '.cache/toolchains/native')
    rmSync(project, { recursive: true, force: true })
    cpSync(join(page, 'native'), project, { recursive: true })
    const installed = 'node_modules/wx-gray-release-plan'
    cpSync(join(folder, installed), join(project, installed), { recursive: true })
    await node(folder, 'pack.cjs', project)
    await show(project)
    return '构建 npm, page run'
  },
  taro: async (folder) => {
    await node(folder, 'node_modules/@tarojs/cli/bin/taro', 'build', '--type', 'weapp')
    await show(join(folder, 'dist'))
    return 'built for weapp with webpack 5 and React, page run'
  },
  'uni-app': async (folder) => {
    const uni = 'node_modules/@dcloudio/vite-plugin-uni/bin/uni.js'
    await node(folder, uni, 'build', '-p', 'mp-weixin')
    await show(join(folder, 'dist/build/mp-weixin'))
    return 'built for mp-weixin with Vite and Vue 3, page run'
  },
  workerd: async (folder) => {
    await node(folder, 'node_modules/workerd/bin/workerd', 'test', 'workerd.capnp')
    return 'every entry for servers and pages loaded, a query with `fetch`'
  },
  'cloudrun: express': express,
  'cloudrun: koa': koa,
}

const wanted = process.argv.slice(2)
const tarball = await pack()
console.log('| toolchain | what ran | verdict |\n|---|---|---|')
for (const [name, check] of Object.entries(CHECKS)) {
  const [folder] = name.split(':')
  if (wanted.length > 0 && !wanted.includes(folder)) continue
  try {
    const done = await check(await install(folder, tarball))
    console.log(`| ${name} | ${done} | passed |`)
  } catch (error) {
    console.log(`| ${name} | ${error.message} ${error.stdout ?? ''} | failed |`)
    process.exitCode = 1
  }
}
