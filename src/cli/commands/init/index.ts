import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, lstat, mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { EXIT, Failure, Interrupted, wrongUsage } from '../../failure'
import { FUNCTIONS, type FunctionName } from '../../functions'
import { reasonOf } from '../../reason'
import { currentFolder, print, printError, type Session, wholePath } from '../../session'
import { escapeControls } from '../../terminal'
import { orAbsent, statOf } from '../../write-file'
import { notesOn } from './notes'
import { cloudfunctionRootOf, findProject } from './project'

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
  const { texts } = session
  // As of a shell variable that is not set.
  if (given === '') throw wrongUsage(texts.init.emptyName)
  const names = watch ? FUNCTIONS : FUNCTIONS.slice(0, 1)
  for (const name of names) checkComplete(session, name)
  const root = given ?? (await rootOfProject(session))
  const folder = wholePath(session, root)
  const there = await statOf(folder).catch((thrown) => {
    throw new Failure(texts.init.failed(shownPath(root, FUNCTIONS[0]), reasonOf(thrown, texts)))
  })
  if (there && !there.isDirectory()) throw new Failure(texts.init.notAFolder(escapeControls(root)))
  const missing = force ? names : await absentIn(folder, names)
  if (missing.length === 0) {
    throw new Failure(texts.init.exists(names.map((name) => shownPath(root, name)).join(', ')))
  }
  const lines: string[] = []
  for (const name of missing) lines.push(await copy(session, root, name, force))
  const { rootMade, next, call, callers, watchNext, leftAsItIs } = texts.init
  if (!there) lines.push(rootMade(escapeControls(root)))
  print(session, [...lines, next, call, callers, ...(watch ? [watchNext] : [])])
  const left = names.filter((name) => !missing.includes(name))
  const notes = [
    ...left.map((name) => leftAsItIs(shownPath(root, name))),
    ...(await notesOn(session, folder)),
  ]
  if (notes.length > 0) printError(session, notes)
  return EXIT.plan
}

const shownPath = (root: string, name: string): string => escapeControls(join(root, name))

/** Those of which nothing is in the way, not even a symbolic link, wherever it leads. */
async function absentIn(folder: string, names: readonly FunctionName[]): Promise<FunctionName[]> {
  const found = await Promise.all(
    // What else is wrong is told when it is copied.
    names.map((name) =>
      lstat(join(folder, name)).then(
        () => true,
        (_reason) => false,
      ),
    ),
  )
  return names.filter((_, index) => !found[index])
}

/** Copies one function. @returns what was done, in words */
async function copy(
  session: Session,
  root: string,
  name: FunctionName,
  force: boolean,
): Promise<string> {
  const { texts } = session
  const folder = wholePath(session, root)
  const target = join(folder, name)
  const shown = shownPath(root, name)
  let replacing = false
  try {
    replacing = force && (await orAbsent(lstat(target))) !== undefined
    await copyWhole(session, name, folder, async (copied) => {
      if (replacing) return swap(copied, target)
      await rename(copied, target).catch(async (thrown) => {
        const appeared = await orAbsent(lstat(target))
        throw appeared ? new Failure(texts.init.appeared(shown)) : thrown
      })
    })
    return (replacing ? texts.init.replaced : texts.init.created)(shown)
  } catch (thrown) {
    if (thrown instanceof Failure || thrown instanceof Interrupted) throw thrown
    if (thrown instanceof LeftAside) {
      const aside = escapeControls(join(root, basename(thrown.path)))
      throw new Failure(texts.init.leftAside(shown, reasonOf(thrown.cause, texts), aside))
    }
    const { failed, notReplaced } = texts.init
    throw new Failure((replacing ? notReplaced : failed)(shown, reasonOf(thrown, texts)))
  }
}

function checkComplete({ texts, functionsDir }: Session, name: FunctionName): void {
  for (const part of PARTS) {
    const path = join(functionsDir, name, part)
    if (!existsSync(path)) throw new Failure(texts.init.notBuilt(path))
  }
}

/** The folder that the project in the current folder names. */
async function rootOfProject(session: Session): Promise<string> {
  const { noRoot, noRootHere, noRootInProject } = session.texts.init
  const cwd = currentFolder(session)
  const project = findProject(cwd)
  if (project === undefined) throw wrongUsage(noRoot)
  if (project !== cwd) throw wrongUsage(noRootHere(escapeControls(relative(cwd, project))))
  const root = await cloudfunctionRootOf(session, project)
  if (root === '') throw wrongUsage(noRootInProject)
  return root
}

/** Copies the function beside its place, and has it put there in one step. */
async function copyWhole(
  { functionsDir, signal }: Session,
  name: FunctionName,
  folder: string,
  put: (copy: string) => Promise<void>,
): Promise<void> {
  const copy = join(folder, `.${name}-${randomUUID()}`)
  const made: string[] = []
  const filter = (): boolean => {
    signal.throwIfAborted()
    return true
  }
  try {
    for (const path of await missingFolders(folder)) {
      if (await makeFolder(path)) made.unshift(path)
    }
    await mkdir(copy)
    await cp(join(functionsDir, name), copy, { recursive: true, dereference: true, filter })
    signal.throwIfAborted()
    await put(copy)
  } catch (thrown) {
    await rm(copy, { recursive: true, force: true })
    // One that is not empty stays: what is in it is somebody else's.
    for (const path of made) await Promise.allSettled([rmdir(path)])
    throw thrown
  }
}

/** @returns whether it was made here: somebody else may make it at the same time */
const makeFolder = (path: string): Promise<boolean> =>
  mkdir(path).then(
    () => true,
    async (thrown) => {
      if ((await statOf(path))?.isDirectory()) return false
      throw thrown
    },
  )

/**
 * The folders that have to be made, the uppermost first. Node.js would make them by itself, but never
 * ends if making one fails with ENOENT though its parent is there, as in /proc.
 */
async function missingFolders(folder: string): Promise<string[]> {
  const missing: string[] = []
  for (let path = folder; !(await statOf(path)); path = dirname(path)) missing.unshift(path)
  return missing
}

/** What was to be replaced could neither be put back nor removed. */
class LeftAside extends Error {
  constructor(
    /** Where it is now. */
    readonly path: string,
    override readonly cause: unknown,
  ) {
    super()
  }
}

/** Replaces a folder, a file or a link; if that fails, it is put back. */
async function swap(beside: string, target: string): Promise<void> {
  const aside = `${beside}-old`
  const leftAside = (thrown: unknown): never => {
    throw new LeftAside(aside, thrown)
  }
  await rename(target, aside)
  try {
    await rename(beside, target)
  } catch (thrown) {
    await rename(aside, target).catch(leftAside)
    throw thrown
  }
  await rm(aside, { recursive: true, force: true }).catch(leftAside)
}
