import { attrOf, classesOf, type Drawn, nodesOf, type Phone } from './phone'

/** Waits until the page has drawn an answer. */
export async function answered(phone: Phone): Promise<void> {
  while (phone.page.data['asking']) await new Promise((resolve) => setTimeout(resolve, 2))
}

/** What must hold in every state of the page. */
export function expectSound(phone: Phone): void {
  const [, ...nodes] = nodesOf(phone.drawn())
  expect(nodes.length).toBeGreaterThan(5)
  expect(nodes.flatMap((node) => faultsOf(node, phone))).toEqual([])
}

/** What JavaScript writes where a page forgot something. */
const MISSING = /undefined|\bnull\b|NaN|\[object/

function faultsOf(node: Drawn, phone: Phone): string[] {
  const faults = []
  // A tag that WeChat does not know would be drawn as nothing, with no word about it.
  if (!BUILT_IN.test(node.tagName)) faults.push(`the tag ${node.tagName}`)
  for (const { handler } of Object.values(node.event)) {
    if (typeof phone.page[handler] !== 'function') faults.push(`the handler ${handler}`)
  }
  const said = node.attrs.map(({ name, value }) => `${name}="${value}"`)
  // WeChat's own words may be about `null`.
  if (!classesOf(node).includes('words')) {
    said.push(...node.children.filter((child) => typeof child === 'string'))
  }
  return [...faults, ...said.filter((words) => MISSING.test(words))]
}

const BUILT_IN = /^wx-(page-meta|view|text|progress|icon|button)$/

/** The native progress bar. */
export function barOf(phone: Phone): { percent: unknown; colour: unknown } {
  const [bar] = nodesOf(phone.drawn()).filter(({ tagName }) => tagName === 'wx-progress')
  return bar
    ? { percent: attrOf(bar, 'percent'), colour: attrOf(bar, 'activeColor') }
    : { percent: undefined, colour: undefined }
}

/** How many of the hundred users are lit. */
export const litOf = (phone: Phone): number => phone.all('lit').length
