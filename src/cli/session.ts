import { isAbsolute, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { Command } from 'commander'
import { distance } from 'fastest-levenshtein'
import type { Env } from '../core/env'
import { read } from '../core/read'
import { Failure } from './failure'
import {
  type Colours,
  coloursFor,
  columnsOf,
  escapeControls,
  listed,
  type Output,
  wrap,
} from './terminal'
import { en, type Texts } from './texts/en'
import { zh } from './texts/zh'

const TEXTS = { zh, en }

export type Language = keyof typeof TEXTS

export const LANGUAGES = Object.keys(TEXTS) as Language[]

/** The ready-made cloud functions, by the names that they are uploaded under. */
export const FUNCTIONS: readonly string[] = ['getGrayReleasePlan', 'watchGrayRelease']

/** All that the command takes from the process it runs in, so that a test can give it something else. */
export interface CliContext {
  env: Env
  /** Looked up only when it is needed: it may be gone. */
  cwd: () => string
  version: string
  /** The folder that the ready-made cloud functions are in. */
  functionsDir: string
  /** Looked up only when it is read, since looking opens it. */
  stdin: () => Readable & { isTTY?: boolean | undefined }
  stdout: Output
  stderr: Output
  /** Ends the command early, with the `Interrupted`, or the `Failure`, to throw. */
  ending: AbortController
  now: () => number
  /** Waits, but no longer than the signal lets it. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Of the user, as the system has it: a language tag. */
  systemLocale: string
  /** IANA name; absent: that of the process. */
  timeZone?: string
}

/** How things are shown on one output. */
export interface Look {
  language: Language
  texts: Texts
  colours: Colours
  columns: number
  timeZone: string | undefined
}

/** One run of the command. */
export type Session = ReturnType<typeof openSession>

/** @param args - what was typed, which may choose the language */
export function openSession(context: CliContext, args: readonly string[]) {
  const { env, cwd, stdout, stderr, systemLocale, timeZone } = context
  const language = languageOf(args, env, systemLocale)
  const texts: Texts = TEXTS[language]
  const lookOf = (output: Output): Look => ({
    language,
    texts,
    colours: coloursFor(output, env),
    // A terminal can change its width at any time.
    get columns() {
      return columnsOf(output)
    },
    timeZone,
  })
  const [look, errorLook] = [lookOf(stdout), lookOf(stderr)]
  const printError = (lines: string[]): void => {
    stderr.write(`${wrap(lines.join('\n'), errorLook.columns)}\n`)
  }
  /** @throws Failure if there is none, as when it was removed */
  const currentFolder = (): string => {
    try {
      return cwd()
    } catch (thrown) {
      throw new Failure(texts.failure.currentFolder(reasonOf(thrown, texts)))
    }
  }
  return {
    ...context,
    language,
    texts,
    look,
    errorLook,
    print: (lines: string[]): void => {
      stdout.write(`${wrap(lines.join('\n'), look.columns)}\n`)
    },
    printError,
    /** Writes what to mind, if there is anything, to standard error. */
    printNotes: (notes: string[]): void => {
      if (notes.length > 0) printError(notes.map((note) => texts.usage.note + note))
    },
    currentFolder,
    /** A path as the user means it, who is in a folder. */
    wholePath: (path: string): string => resolve(isAbsolute(path) ? '' : currentFolder(), path),
  }
}

/** The first variable that is set decides, as POSIX has it; Windows sets none: the system is asked. */
export function languageOf(args: readonly string[], env: Env, systemLocale: string): Language {
  const { lang } = takeLang(args)
  const chosen = LANGUAGES.find((language) => language === lang)
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || systemLocale
  return chosen ?? (/^zh(?![a-z])/i.test(locale) ? 'zh' : 'en')
}

/** What follows `--lang`, which may stand before and after the name of a command, and all else. */
export function takeLang(args: readonly string[]): { lang?: string; others: string[] } {
  const reader = new Command().option('--lang [language]')
  const { operands, unknown } = reader.parseOptions([...args])
  return { ...reader.opts(), others: [...operands, ...unknown] }
}

/** Names that differ from what was typed by two letters at most, and not in all of theirs. */
export const similarTo = (typed: string, names: readonly string[]): string[] =>
  names.filter(
    (name) => distance(typed.toLowerCase(), name.toLowerCase()) < Math.min(3, name.length),
  )

/** A line with what was probably meant; empty if that is nothing. */
export const suggestion = ({ texts }: Session, meant: readonly string[]): string =>
  meant.length > 0 ? `\n${texts.usage.meant(listed(meant))}` : ''

/** Why Node.js could not do something, in the language of the user. */
export function reasonOf(thrown: unknown, texts: Texts): string {
  const code = String(read(thrown, 'code'))
  return texts.failure.codes[code] ?? escapeControls(String(read(thrown, 'message') ?? thrown))
}
