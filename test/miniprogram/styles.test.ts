import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PAGE, ROOT } from './phone'

interface Rule {
  selector: string
  declarations: [property: string, value: string][]
}

/** The rules of a style sheet that has one level of them. */
const rulesOf = (css: string): Rule[] =>
  [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(
    ([, selector = '', body = '']) => ({
      selector: selector.trim(),
      declarations: [...body.matchAll(/([\w-]+):\s*([^;]+);/g)].map(
        ([, property = '', value = '']) => [property, value],
      ),
    }),
  )

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const [lightCss = '', darkCss = ''] = read('app.wxss').split(
  '@media (prefers-color-scheme: dark) {',
)
const theme = JSON.parse(read('theme.json'))
const rules = rulesOf(read(`${PAGE}.wxss`))
const valuesOf = (selector: string, property: string) =>
  rules
    .find((rule) => rule.selector === selector)
    ?.declarations.filter(([name]) => name === property)
    .map(([, value]) => value)

/** The variables that the first rule gives the page. */
function variablesOf(css: string): Map<string, string> {
  const [page] = rulesOf(css)
  expect(page?.selector).toBe('page')
  return new Map(page?.declarations.filter(([name]) => name.startsWith('--')))
}

test('the dark page has every variable of the light one', () => {
  const names = [...variablesOf(lightCss).keys()]
  expect(names.length).toBeGreaterThan(5)
  expect([...variablesOf(darkCss).keys()]).toEqual(names)
})

type Colour = [red: number, green: number, blue: number, alpha: number]

function colourOf(text = ''): Colour {
  const [, hex] = /^#([0-9a-f]{6})$/.exec(text) ?? []
  if (hex) return [...Buffer.from(hex, 'hex'), 1] as Colour
  const [, inside] = /^rgba\((.+)\)$/.exec(text) ?? []
  if (!inside) throw new Error(`not a colour: ${text}`)
  return inside.split(',').map(Number) as Colour
}

const channel = (value: number) =>
  value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
const lightness = ([red, green, blue]: Colour) =>
  [0.2126 * channel(red / 255), 0.7152 * channel(green / 255), 0.0722 * channel(blue / 255)].reduce(
    (sum, part) => sum + part,
  )

/** The contrast of words on a ground, as WCAG counts it. */
function contrast(words: Colour, ground: Colour): number {
  const alpha = words[3]
  const mixed = words.map((value, at) => value * alpha + (ground[at] ?? 0) * (1 - alpha)) as Colour
  const [dim = 0, bright = 0] = [lightness(mixed), lightness(ground)].sort((a, b) => a - b)
  return (bright + 0.05) / (dim + 0.05)
}

describe.each([
  ['light', lightCss],
  ['dark', darkCss],
] as const)('the %s page', (shade, css) => {
  const variable = (name: string) => variablesOf(css).get(name)

  test('goes on where the navigation bar ends', () => {
    expect(variable('--page')).toBe(theme[shade].page)
  })

  test.each([
    ['--ink', '--card'],
    ['--ink', '--page'],
    ['--ink-soft', '--card'],
    ['--ink-soft', '--page'],
    ['--notice', '--notice-card'],
  ])('can be read: %s on %s', (words, ground) => {
    expect(contrast(colourOf(variable(words)), colourOf(variable(ground)))).toBeGreaterThan(4.5)
  })
})

test('no words have the colour of a status, which is too pale for them', () => {
  const users = rules.filter(({ declarations }) =>
    declarations.some(([, value]) => value.includes('var(--colour)')),
  )
  expect(users.map(({ selector }) => selector)).toEqual([
    '.mark',
    '.lit',
    '.step-area',
    '.step-area::before',
    '.step-rise',
  ])
  expect(users.flatMap(({ declarations }) => declarations.map(([name]) => name))).not.toContain(
    'color',
  )
})

test('gaps are in grids alone: a flex box has none before iOS 14.5', () => {
  const withGap = rules.filter(({ declarations }) =>
    declarations.some(([name]) => /gap/.test(name)),
  )
  expect(withGap.map(({ selector }) => selector)).toEqual(['.crowd'])
  expect(valuesOf('.crowd', 'display')).toEqual(['grid'])
})

test.each([
  ['.number', 'font-size'],
  ['.share', 'min-height'],
])('%s keeps its %s within the page, also on phones that know no min()', (selector, property) => {
  const [plain, fitting] = valuesOf(selector, property) ?? []
  expect(plain).toMatch(/^[\d.]+rem$/)
  expect(fitting).toMatch(new RegExp(`^min\\(${plain}, [\\d.]+vw\\)$`))
})

test('what is tapped is 44 pixels high on the narrowest phones', () => {
  const [padding = ''] = valuesOf('.copy', 'padding') ?? []
  const [size = ''] = valuesOf('.copy', 'font-size') ?? []
  // 375 pixels are 750rpx; 1rem is 17 pixels, and lines are 1.5 as high.
  const height = Number.parseFloat(padding) + Number.parseFloat(size) * 17 * 1.5
  expect(height).toBeGreaterThanOrEqual(44)
})
