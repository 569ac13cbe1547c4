import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../../..')

it.each(['getGrayReleasePlan', 'watchGrayRelease'])(
  '%s says what it is, of which version, before a line of minified code',
  (fn) => {
    const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const code = readFileSync(join(root, `cloudfunctions/${fn}/index.js`), 'utf8')
    expect(code.split('\n')[0]).toBe(
      `/*! ${name} ${version}: the ready-made cloud function ${fn}, in one file`,
    )
    expect(code).toContain('*/\n"use strict";')
  },
)
