import {
  attrOf,
  classesOf,
  type Drawn,
  nodesOf,
  openPage,
  type Phone,
  type PhoneOptions,
} from './phone'

/** Waits until the page has drawn an answer. */
export async function answered(phone: Phone): Promise<void> {
  const patience = Date.now() + 4000
  while (phone.page.data['querying']) {
    if (Date.now() > patience) throw new Error('the page never drew an answer')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

let shown: Phone | undefined

/** Shows the page with its first answer, until the next one or the end of the test. */
export async function show(options: PhoneOptions): Promise<Phone> {
  close()
  shown = openPage(options)
  shown.show()
  await answered(shown)
  expectSound(shown)
  return shown
}

/** A page that stays open keeps querying. */
export function close(): void {
  shown?.unload()
  shown = undefined
}
afterEach(close)

/** The text of each node of a class. */
export const textsOf = (phone: Phone, className: string): unknown[] =>
  phone.all(className).flatMap(({ children }) => children)

/** What must hold in every state of the page. */
export function expectSound(phone: Phone): void {
  const [, meta, ...nodes] = nodesOf(phone.drawn())
  expect(nodes.length).toBeGreaterThan(5)
  // WeChat's own text size, which every rem of the page follows.
  expect(meta && attrOf(meta, 'rootFontSize')).toBe('system')
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
  if (node.event['tap']) {
    if (attrOf(node, 'hoverClass') !== 'pressed') faults.push('a button that does not show a press')
    const isButton = node.tagName === 'wx-button' || attrOf(node, 'ariaRole') === 'button'
    if (!isButton) faults.push('a button that is none for a screen reader')
  }
  const said = node.attrs.map(({ name, value }) => `${name}="${value}"`)
  // WeChat's own message may be about `null`.
  if (!classesOf(node).includes('message')) {
    said.push(...node.children.filter((child) => typeof child === 'string'))
  }
  return [...faults, ...said.filter((text) => MISSING.test(text))]
}

const BUILT_IN = /^wx-(page-meta|view|text|picker|progress|icon|button)$/

/** The native progress bar. */
export function barOf(phone: Phone): { percent: unknown; colour: unknown } {
  const [bar] = nodesOf(phone.drawn()).filter(({ tagName }) => tagName === 'wx-progress')
  return bar
    ? { percent: attrOf(bar, 'percent'), colour: attrOf(bar, 'activeColor') }
    : { percent: undefined, colour: undefined }
}

/** How many of the hundred users are lit. */
export const litOf = (phone: Phone): number => phone.all('lit').length
