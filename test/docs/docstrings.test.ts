import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { complaints, root } from '../typescript'

const dist = join(root, 'dist')
const declarations = readdirSync(dist).filter((name) => name.endsWith('.d.ts'))

/** What the declarations of an entry export, with the docstrings that they carry. */
function exportsOf(file: string): ts.Node[] {
  const text = readFileSync(join(dist, file), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const exported = source.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map(({ name }) => name.text)
      : [],
  )
  return source.statements
    .flatMap<ts.Node>((statement) =>
      ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : statement,
    )
    .filter((node) => exported.includes(nameOf(node)))
}

const nameOf = (node: ts.Node): string => (node as ts.NamedDeclaration).name?.getText() ?? ''

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((doc) => doc.getText())
    .join('\n')

const membersOf = (node: ts.Node): readonly ts.Node[] =>
  ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)
    ? node.members.filter((member) => !ts.isConstructorDeclaration(member))
    : []

const examplesOf = (doc: string): string[] =>
  [...doc.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code.replace(/^\s*\* ?/gm, ''))

describe.each(declarations)('%s', (file) => {
  const exported = exportsOf(file)

  it('says what each export and each of its members means', () => {
    expect(exported.length).toBeGreaterThan(5)
    const all = exported.flatMap((node) => [
      { name: nameOf(node), doc: docOf(node) },
      ...membersOf(node).map((member) => ({
        name: `${nameOf(node)}.${nameOf(member)}`,
        doc: docOf(member),
      })),
    ])
    expect(all.filter(({ doc }) => doc.length < 20).map(({ name }) => name)).toEqual([])
  })

  it('shows how each function, class and constant is used', () => {
    const values = exported.filter(
      (node) => !ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node),
    )
    expect(values.length).toBeGreaterThan(0)
    const without = values.filter((node) => examplesOf(docOf(node)).length === 0)
    expect(without.map(nameOf)).toEqual([])
  })
})

it('has examples that compile', () => {
  const folder = join(root, '.cache/docstrings')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const files = declarations.flatMap((file) => {
    const examples = examplesOf(readFileSync(join(dist, file), 'utf8'))
    expect(examples.length).toBeGreaterThan(2)
    return examples.map((code, index) => {
      const path = join(folder, `${file}-${index}.ts`)
      writeFileSync(path, `${code}\nexport {}\n`)
      return path
    })
  })
  const flags = ['--strict', '--module', 'esnext', '--moduleResolution', 'bundler']
  expect(complaints(files, ...flags, '--skipLibCheck')).toBe('')
}, 60_000)
