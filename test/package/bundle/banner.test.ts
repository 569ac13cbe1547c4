import { textOf } from '../../typescript'

it.each(['getGrayReleasePlan', 'watchGrayRelease'])(
  '%s says what it is, of which version, before a line of minified code',
  (fn) => {
    const { name, version } = JSON.parse(textOf('package.json'))
    const code = textOf(`cloudfunctions/${fn}/index.js`)
    expect(code.split('\n')[0]).toBe(
      `/*! ${name} ${version}: the ready-made cloud function ${fn}, in one file`,
    )
    expect(code).toContain('*/\n"use strict";')
  },
)
