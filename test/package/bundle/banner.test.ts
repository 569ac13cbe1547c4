import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../../..')

it('the function says what it is, of which version, before a line of minified code', () => {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const code = readFileSync(join(root, 'cloudfunctions/getGrayReleasePlan/index.js'), 'utf8')
  expect(code.split('\n')[0]).toBe(
    `/*! ${name} ${version}: the ready-made cloud function getGrayReleasePlan, in one file`,
  )
  expect(code).toContain('*/\n"use strict";')
})
