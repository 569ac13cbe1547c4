// Bundles the page of argv as Taro does: with webpack and its order of main fields.
const { join } = require('node:path')
const webpack = require('webpack')

const compiler = webpack({
  mode: 'production',
  target: 'web',
  entry: join(__dirname, 'bundled', process.argv[2]),
  output: { path: join(__dirname, 'webpacked'), filename: process.argv[2] },
  resolve: { mainFields: ['browser', 'module', 'jsnext:main', 'main'] },
})
compiler.run((error, stats) => {
  const { errors, warnings } = stats ? stats.toJson() : { errors: [error], warnings: [] }
  for (const { message } of [...errors, ...warnings]) console.error(message)
  if (errors.length + warnings.length > 0) process.exitCode = 1
  compiler.close(() => {})
})
