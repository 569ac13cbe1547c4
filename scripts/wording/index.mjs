// Fails if a term that this project no longer uses is in a page of it, or in a text that people read:
//   node scripts/wording/index.mjs [FILE...]
// The terms are in terms.yml. Code is left out: in pages by textlint, in sources all but strings.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TextlintKernel } from '@textlint/kernel'
import markdown from '@textlint/textlint-plugin-markdown'
import text from '@textlint/textlint-plugin-text'
import prh from 'textlint-rule-prh'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')

/** Pages, and the sources that hold texts. */
const FILES = [
  '*.md',
  'docs/*.md',
  'examples/*.md',
  'scripts/*.md',
  'src/cli/texts/*.ts',
  'src/*hints.ts',
  'src/cloud-functions/caller.ts',
  'src/core/error-codes.ts',
  'src/testing/gateway/scenario-names.ts',
  'src/watch/describe.ts',
  'miniprogram/lib/texts-*.js',
]

const given = process.argv.slice(2)
const files = given.length > 0 ? given : tracked(FILES)
const kernel = new TextlintKernel()
const options = {
  plugins: [
    { pluginId: 'markdown', plugin: markdown.default },
    { pluginId: 'text', plugin: text.default },
  ],
  rules: [
    {
      ruleId: 'prh',
      rule: prh.default,
      options: {
        rulePaths: [join(import.meta.dirname, 'terms.yml')],
        checkLink: true,
        checkBlockQuote: true,
        checkEmphasis: true,
      },
    },
  ],
}

let found = 0
for (const file of files) {
  const source = readFileSync(resolve(root, file), 'utf8')
  const isPage = file.endsWith('.md')
  const { messages } = await kernel.lintText(isPage ? source : stringsOf(file, source), {
    ...options,
    ext: isPage ? '.md' : '.txt',
  })
  for (const { loc, message } of messages) {
    console.error(`${file}:${loc.start.line}:${loc.start.column} ${message}`)
  }
  found += messages.length
}
if (found > 0) console.error(`\n${found} terms to replace, by what scripts/wording/terms.yml says.`)
process.exitCode = found > 0 ? 1 : 0

function isText(node) {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node)
  )
}

/** The files of the repository that match. */
function tracked(patterns) {
  const listed = execFileSync('git', ['ls-files', '--', ...patterns], { cwd: root })
  return listed.toString().trim().split('\n')
}

/**
 * The strings of a source, each where it stands, and spaces elsewhere. What a template puts in is a 0, as
 * it may be a number. Names of properties are left out.
 */
function stringsOf(file, source) {
  const characters = [...source.replace(/[^\n]/g, ' ')]
  const show = (node) => {
    const isName = node.parent?.name === node
    if (isText(node) && !isName) {
      for (let at = node.getStart() + 1; at < node.end - 1; at += 1) characters[at] = source[at]
    }
    if (ts.isTemplateMiddleOrTemplateTail(node)) characters[node.getStart()] = '0'
    ts.forEachChild(node, show)
  }
  show(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true))
  return characters.join('')
}
