// Runs on runtimes that know ES modules: the package, imported by name, does what it does when required.
import cloud from 'wx-server-sdk'
import touched from './touched.cjs'

const unhandled = []
process.on('unhandledRejection', (thrown) => unhandled.push(String(thrown)))

const { url, calls } = JSON.parse(process.argv[2])
const before = touched.snapshot()
const { getGrayReleasePlan } = await import('wx-gray-release-plan')
const differences = touched.differences(before, touched.snapshot())
cloud.init({ serviceUrl: url, env: 'matrix' })
const results = []
for (const { token, options } of calls) {
  process.env.WX_API_TOKEN = token
  results.push(await getGrayReleasePlan(cloud, options))
}
process.send({ touched: differences, results, unhandled }, () => process.exit(0))
