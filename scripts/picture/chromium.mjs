import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The path of the browser that draws; ends the process if there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = named
    ? [named]
    : [
        ...folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command))),
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      ]
  const found = paths.find((path) => existsSync(path))
  if (found) return found
  console.error(
    [
      'No Chromium was found. Install it, and a font with Chinese characters:',
      '  Debian, Ubuntu: sudo apt-get install chromium fonts-noto-cjk',
      '  macOS:          brew install --cask chromium',
      'or name the browser that you have: CHROMIUM_PATH=/path/to/chrome npm run picture',
    ].join('\n'),
  )
  process.exit(1)
}
