import { isAbsolute, resolve } from 'node:path'
import type { CliContext } from './cli-context'
import { Failure } from './failure'
import { type Language, languageOf } from './language'
import { reasonOf } from './reason'
import { type Colours, coloursFor, columnsOf } from './terminal'
import { en, type Texts } from './texts/en'
import { zh } from './texts/zh'

const TEXTS: { readonly [language in Language]: Texts } = { en, zh }

/** How things are shown on one output. */
export interface Look {
  language: Language
  texts: Texts
  colours: Colours
  columns: number
  timeZone: string | undefined
}

/** One run of the command. */
export interface Session extends CliContext {
  language: Language
  texts: Texts
  /** The look of standard output. */
  look: Look
  /** The look of standard error. */
  errorLook: Look
}

/** @param args - what was typed, which may choose the language */
export function openSession(context: CliContext, args: readonly string[]): Session {
  const { env, stdout, stderr, systemLocale, timeZone } = context
  const language = languageOf(args, env, systemLocale)
  const texts = TEXTS[language]
  const lookOf = (output: CliContext['stdout']): Look => ({
    language,
    texts,
    colours: coloursFor(output, env),
    // A terminal can change its width at any time.
    get columns() {
      return columnsOf(output)
    },
    timeZone,
  })
  return { ...context, language, texts, look: lookOf(stdout), errorLook: lookOf(stderr) }
}

/**
 * The folder that the user is in.
 *
 * @throws Failure if it can't be told, as when it was removed
 */
export function currentFolder({ cwd, texts }: Session): string {
  try {
    return cwd()
  } catch (thrown) {
    throw new Failure(texts.failure.currentFolder(reasonOf(thrown, texts)))
  }
}

/** A path as the user means it, who is in a folder. */
export const wholePath = (session: Session, path: string): string =>
  isAbsolute(path) ? path : resolve(currentFolder(session), path)

/** Writes lines to standard output. */
export const print = (session: Session, lines: string[]): void => {
  session.stdout.write(`${lines.join('\n')}\n`)
}

/** Writes lines to standard error. */
export const printError = (session: Session, lines: string[]): void => {
  session.stderr.write(`${lines.join('\n')}\n`)
}
