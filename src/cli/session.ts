import { type Language, languageOf } from './language'
import type { Surroundings } from './surroundings'
import { type Colours, coloursFor, columnsOf } from './terminal'
import { TEXTS, type Texts } from './texts'

/** How things are shown on one output. */
export interface Look {
  language: Language
  texts: Texts
  colours: Colours
  columns: number
  timeZone: string | undefined
}

/** One run of the command. */
export interface Session extends Surroundings {
  language: Language
  texts: Texts
  /** The look of standard output. */
  look: Look
  /** The look of standard error. */
  errorLook: Look
}

export function openSession(surroundings: Surroundings): Session {
  const { env, stdout, stderr, timeZone } = surroundings
  const language = languageOf(env)
  const texts = TEXTS[language]
  const lookOf = (output: Surroundings['stdout']): Look => ({
    language,
    texts,
    colours: coloursFor(output, env),
    columns: columnsOf(output),
    timeZone,
  })
  return { ...surroundings, language, texts, look: lookOf(stdout), errorLook: lookOf(stderr) }
}

/** Writes lines to standard output. */
export const print = (session: Session, lines: string[]): void => {
  session.stdout.write(`${lines.join('\n')}\n`)
}

/** Writes lines to standard error. */
export const tell = (session: Session, lines: string[]): void => {
  session.stderr.write(`${lines.join('\n')}\n`)
}
