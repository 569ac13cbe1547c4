import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { complaints, root } from '../typescript'

/** A sample of a page of the documentation. */
export interface Sample {
  language: string
  code: string
}

export const textOf = (name: string): string => readFileSync(join(root, name), 'utf8')

export const samplesOf = (text: string): Sample[] =>
  [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }))

/** The samples that a compiler takes. */
export const codeOf = (samples: readonly Sample[]): Sample[] =>
  samples.filter(({ language }) => language === 'ts' || language === 'js')

/** What the compiler has to say about the samples of a page. */
export function faultsOf(name: string, samples: readonly Sample[], ...flags: string[]): string {
  const folder = join(root, '.cache/samples', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const files = codeOf(samples).map(({ language, code }, index) => {
    const file = join(folder, `sample-${index}.${language}`)
    writeFileSync(file, language === 'ts' ? `${code}\nexport {}\n` : code)
    return file
  })
  const common = ['--strict', '--allowJs', '--esModuleInterop', '--skipLibCheck']
  return complaints(files, ...common, '--module', 'node16', ...flags)
}

/** The samples of a page in a form in which those in both languages are the same. */
export const samplesAlike = (text: string): Sample[] =>
  samplesOf(text)
    .filter(({ language }) => language !== 'console')
    .map(({ language, code }) => ({
      language,
      code: code.replace(/ ?(\/\/|# ).*$/gm, '').replaceAll('.hint.zh', '.hint.en'),
    }))
