import ts from 'typescript'

/**
 * Rewrites `const x = require('y')` at the top of a CommonJS module so that `y` is evaluated when `x`
 * is used first. esbuild keeps a `require` inside a function where it is.
 *
 * @param {string} source
 * @param {string[]} specifiers - what to evaluate late
 * @param {string} file - for the error
 * @throws where a module is not required that way, or is used while its importer loads
 */
export function lazyRequires(source, specifiers, file) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS)
  const edits = []
  for (const specifier of specifiers) {
    const declaration = topLevelRequire(tree, specifier)
    if (!declaration) throw new Error(`${file} does not require '${specifier}' at its top`)
    if (!ts.isIdentifier(declaration.name)) throw new Error(`${file} takes '${specifier}' apart`)
    for (const use of usesOf(tree, declaration)) {
      if (!insideFunction(use)) {
        throw new Error(`${file} uses '${specifier}' while it loads, so it can't be evaluated late`)
      }
      // In brackets of its own: `new x.y()` would become `new x().y()`.
      edits.push({ at: use.getStart(), text: '(' }, { at: use.end, text: '())' })
    }
    const { initializer } = declaration
    edits.push(
      { at: initializer.getStart(), text: '(value => () => value || (value = ' },
      { at: initializer.end, text: '))()' },
    )
  }
  let rewritten = source
  for (const { at, text } of edits.sort((a, b) => b.at - a.at)) {
    rewritten = rewritten.slice(0, at) + text + rewritten.slice(at)
  }
  return rewritten
}

function topLevelRequire(tree, specifier) {
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const declaration of statement.declarationList.declarations) {
      const { initializer } = declaration
      if (initializer && requires(initializer, specifier)) return declaration
    }
  }
  return undefined
}

/** `require('x')`, or a helper of TypeScript's around it. */
function requires(node, specifier) {
  if (!ts.isCallExpression(node)) return false
  const [argument] = node.arguments
  if (!argument) return false
  if (node.expression.getText() === 'require') {
    return ts.isStringLiteral(argument) && argument.text === specifier
  }
  return requires(argument, specifier)
}

function usesOf(tree, declaration) {
  const uses = []
  const visit = (node) => {
    if (ts.isIdentifier(node) && node.text === declaration.name.text && node !== declaration.name) {
      const { parent } = node
      const isKey =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node)
      const isOther =
        ts.isShorthandPropertyAssignment(parent) ||
        (ts.isVariableDeclaration(parent) && parent.name === node) ||
        ts.isParameter(parent)
      if (isOther) throw new Error(`${tree.fileName} reuses the name ${node.text}`)
      if (!isKey) uses.push(node)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return uses
}

const insideFunction = (node) =>
  ts.findAncestor(node, (ancestor) => ts.isFunctionLike(ancestor)) !== undefined
