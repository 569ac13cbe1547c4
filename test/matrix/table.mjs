// Writes what came out, as Markdown.
import { CASES, EXCEPTIONS, FUNCTION_CASES, HOPELESS, HTTPS_CASES } from './cases.mjs'

const row = (cells) => `| ${cells.join(' | ')} |`
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

function mark({ works, problems }) {
  if (problems.length > 0) return `✗ ${problems.length}`
  return works ? '✓' : '–'
}

/** SDK lines across, runtimes down. */
export function cellTable(cells) {
  const sdks = [...new Set(cells.map(({ sdk }) => sdk))]
  const nodes = [...new Set(cells.map(({ node }) => node))]
  const at = (node, sdk) => mark(cells.find((cell) => cell.node === node && cell.sdk === sdk))
  return table(
    ['Node.js', ...sdks.map((sdk) => `SDK ${sdk}`)],
    nodes.map((node) => [node, ...sdks.map((sdk) => at(node, sdk))]),
  )
}

/** What does not depend on the SDK that is installed. */
export function runtimeTable(nodes, { functions, watchFunctions, overHttps, watches, imports }) {
  const at = (column, node) => {
    const found = column.find((one) => one.node === node)
    return found ? mark(found) : '–'
  }
  return table(
    [
      'Node.js',
      `getGrayReleasePlan (SDK ${functions[0].sdk} inside)`,
      'watchGrayRelease',
      'over HTTPS',
      'changes and messages',
      '`import`',
    ],
    nodes.map((node) => [
      node,
      ...[functions, watchFunctions, overHttps, watches, imports].map((column) => at(column, node)),
    ]),
  )
}

/** What was tried, and where the SDK makes a difference. */
export function caseList() {
  const byOutcome = (cases) => {
    const outcomes = [...new Set(cases.map(({ outcome }) => outcome))]
    const names = (outcome) =>
      cases.filter((one) => one.outcome === outcome).map(({ name }) => name)
    return outcomes.map((outcome) => `- ${outcome}: ${names(outcome).join('; ')}`)
  }
  const exceptions = EXCEPTIONS.map(
    ({ name, where, outcome = 'not tried', why }) => `- ${name}, ${where}: ${outcome}; ${why}`,
  )
  return [
    'Tried in every cell, and the outcome that all of them must have:',
    '',
    ...byOutcome(CASES),
    '',
    'Where the SDK itself differs, so that the outcome must be another one:',
    '',
    ...exceptions,
    `- –, ${HOPELESS.where}: environment; ${HOPELESS.why}`,
    '',
    'Tried with the ready-made function:',
    '',
    ...byOutcome(FUNCTION_CASES),
    '',
    'Tried over HTTPS, with a `fetch` of the caller and without one, which needs Node.js 10.9:',
    '',
    ...byOutcome(HTTPS_CASES),
  ].join('\n')
}

/** The count that matters: what the raw SDK can do, the package must be able to do. */
export function summary(cells, runtimes) {
  const isGreen = ({ problems }) => problems.length === 0
  const working = cells.filter(({ works }) => works)
  const calls = [...cells, ...runtimes].reduce((sum, one) => sum + one.calls, 0)
  return [
    `The raw SDK works in ${working.length} of ${cells.length} cells, and this package in ${working.filter(isGreen).length} of those ${working.length}.`,
    `Of ${runtimes.length} runs of the functions, over HTTPS, of changes and messages and with \`import\` ${runtimes.filter(isGreen).length} came out as they must. ${calls} calls were made.`,
  ].join('\n')
}

/** Everything that went wrong. */
export const problemList = (all) =>
  all
    .flatMap(({ what, node, sdk, problems }) =>
      problems.map((problem) => `- ${what}, Node.js ${node}, SDK ${sdk}: ${problem}`),
    )
    .join('\n')
