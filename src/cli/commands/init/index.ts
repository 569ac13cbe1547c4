import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, lstat, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { EXIT, Failure, Interrupted, incorrectUsage } from '../../failure'
import { FUNCTIONS, print, printError, reasonOf, type Session, wholePath } from '../../session'
import { escapeControls } from '../../terminal'
import { orAbsent, statOf } from '../../write-file'
import { defaultRoot, notesOn } from './target'

/** What a function needs to be uploaded. */
const PARTS = ['index.js', 'config.json', 'package.json']

/** Options of the command `init`. */
export interface InitOptions {
  /** Copies watchGrayRelease too. */
  watch?: boolean
  /** Replaces what is there. */
  force?: boolean
}

/** Copies the ready-made function, or both, into a project. */
export async function init(
  session: Session,
  given: string | undefined,
  { watch = false, force = false }: InitOptions,
): Promise<number> {
  const { texts, functionsDir } = session
  // As of a shell variable that is not set.
  if (given === '') throw incorrectUsage(texts.failure.emptyName)
  const names = watch ? FUNCTIONS : FUNCTIONS.slice(0, 1)
  const missing = names
    .flatMap((name) => PARTS.map((part) => join(functionsDir, name, part)))
    .find((path) => !existsSync(path))
  if (missing !== undefined) throw new Failure(texts.failure.notBuilt(missing))
  const root = given ?? defaultRoot(session)
  const folder = wholePath(session, root)
  const there = await statOf(folder).catch((thrown) => {
    throw new Failure(
      texts.init.failed(shownPath(root, names[0] as string), reasonOf(thrown, texts)),
    )
  })
  if (there && !there.isDirectory()) throw new Failure(texts.init.notAFolder(escapeControls(root)))
  const present = await presentIn(folder, names)
  const copied = names.filter((name) => force || !present.includes(name))
  const [first] = copied
  if (first === undefined) {
    const paths = names.map((name) => shownPath(root, name))
    throw new Failure(texts.init.exists(paths.join(', '), paths.length))
  }
  const lines: string[] = []
  for (const name of copied) lines.push(await copy(session, root, name, present.includes(name)))
  const { rootMade, next, call, callers, watchNext, leftAsItIs } = texts.init
  if (!there) lines.push(rootMade(escapeControls(root)))
  lines.push(next, call(first), callers)
  print(session, copied.includes('watchGrayRelease') ? [...lines, watchNext] : lines)
  const notes = names
    .filter((name) => !copied.includes(name))
    .map((name) => leftAsItIs(shownPath(root, name)))
  notes.push(...notesOn(session, folder))
  if (notes.length > 0) printError(session, notes)
  return EXIT.plan
}

const shownPath = (root: string, name: string): string => escapeControls(join(root, name))

/** Those that something is in the place of, if only a symbolic link that leads nowhere. */
async function presentIn(folder: string, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map((name) => orAbsent(lstat(join(folder, name)))))
  return names.filter((_, index) => found[index])
}

/** Copies one function beside its place, and puts it there in one step. @returns what was done */
async function copy(
  session: Session,
  root: string,
  name: string,
  replacing: boolean,
): Promise<string> {
  const { texts, functionsDir, signal } = session
  const folder = wholePath(session, root)
  const target = join(folder, name)
  const shown = shownPath(root, name)
  const above = await existing(folder)
  // The function, or the uppermost folder that is missing around it.
  const made = join(above, relative(above, target).split(sep)[0] as string)
  const copied = join(above, `.${name}-${randomUUID()}`)
  const old = `${copied}-old`
  const filter = (): boolean => {
    signal.throwIfAborted()
    return true
  }
  try {
    await mkdir(copied)
    const inside = join(copied, relative(made, target))
    await cp(join(functionsDir, name), inside, { recursive: true, dereference: true, filter })
    signal.throwIfAborted()
    if (replacing) await rename(target, old)
    await rename(copied, made)
    await rm(old, { recursive: true, force: true })
    return (replacing ? texts.init.replaced : texts.init.created)(shown)
  } catch (thrown) {
    // What was there goes back, unless the new one is in its place.
    await Promise.allSettled([rm(copied, { recursive: true, force: true }), rename(old, target)])
    if (thrown instanceof Interrupted) throw thrown
    const reason = reasonOf(thrown, texts)
    if (existsSync(old))
      throw new Failure(texts.init.leftAside(shown, reason, shownPath(root, basename(old))))
    throw new Failure((replacing ? texts.init.notReplaced : texts.init.failed)(shown, reason))
  }
}

/** The nearest folder that is there: this one, or one above it. */
const existing = async (folder: string): Promise<string> =>
  (await statOf(folder)) ? folder : existing(dirname(folder))
