/** A fenced piece of code. */
export interface Sample {
  language: string
  code: string
}

/** The samples of a page, in a language if one is given. */
export const samplesOf = (text: string, only?: string): Sample[] =>
  [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .map(([, language = '', code = '']) => ({ language, code }))
    .filter(({ language }) => (only ?? language) === language)

/** A link of a page to a file: another page, a picture. */
export interface Link {
  /** As it stands there, relative to the page; empty for a heading of the page itself. */
  path: string
  /** Empty if the link names no heading. */
  anchor: string
}

/** What a page says outside its samples. */
const proseOf = (text: string): string =>
  text.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ' '))

/** The links of a page that lead into the repository, pictures too. */
export function linksOf(text: string): Link[] {
  const prose = proseOf(text)
  const targets = [
    ...prose.matchAll(/\]\(([^)\s]+)\)/g),
    ...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g),
  ]
  return targets
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#')
      return { path, anchor: decodeURIComponent(anchor) }
    })
}

/** The anchors of a page's headings, as GitHub makes them. */
export const anchorsOf = (text: string): string[] =>
  [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
