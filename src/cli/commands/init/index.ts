import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, lstat, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { guarded, read } from '../../../core/error'
import { EXIT, Failure, wrongUsage } from '../../failure'
import { reasonOf } from '../../reason'
import { print, type Session } from '../../session'
import { harmless } from '../../terminal'
import { orAbsent, statOf } from '../../write-file'

const NAME = 'getGrayReleasePlan'

/** What a function needs to be uploaded. */
const PARTS = ['index.js', 'config.json', 'package.json']

/** Options of the command `init`. */
export interface InitOptions {
  /** Replaces what is there. */
  force?: boolean
}

/** Copies the ready-made function into a project. */
export async function init(
  session: Session,
  given: string | undefined,
  { force = false }: InitOptions,
): Promise<number> {
  const { texts, cwd, functionDir } = session
  // As of a shell variable that is not set.
  if (given === '') throw wrongUsage(texts.init.emptyName)
  checkComplete(session)
  const root = given ?? (await rootOfProject(session))
  const folder = resolve(cwd, root)
  const target = join(folder, NAME)
  const shown = harmless(join(root, NAME))
  let replacing = false
  try {
    const there = await statOf(folder)
    if (there && !there.isDirectory()) throw new Failure(texts.init.notAFolder(harmless(root)))
    // Not what a symbolic link leads to: the link itself is in the way, wherever it leads.
    const old = await orAbsent(lstat(target))
    if (old && !force) throw new Failure(texts.init.exists(shown))
    replacing = old !== undefined
    await copyWhole(functionDir, folder, replacing)
    print(session, [(replacing ? texts.init.replaced : texts.init.created)(shown), texts.init.next])
    return EXIT.plan
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    if (thrown instanceof LeftAside) {
      const aside = harmless(join(root, basename(thrown.path)))
      throw new Failure(texts.init.leftAside(shown, reasonOf(thrown.cause, texts), aside))
    }
    const { failed, notReplaced } = texts.init
    throw new Failure((replacing ? notReplaced : failed)(shown, reasonOf(thrown, texts)))
  }
}

function checkComplete({ texts, functionDir }: Session): void {
  for (const part of PARTS) {
    const path = join(functionDir, part)
    if (!existsSync(path)) throw new Failure(texts.init.notBuilt(path))
  }
}

/** The folder that project.config.json names. */
async function rootOfProject({ cwd, texts }: Session): Promise<string> {
  const { oddProject, noRoot, noRootInProject, outside } = texts.init
  const text = await orAbsent(readFile(join(cwd, 'project.config.json'), 'utf8')).catch(
    (thrown) => {
      throw new Failure(oddProject(reasonOf(thrown, texts)))
    },
  )
  if (text === undefined) throw wrongUsage(noRoot)
  let project: unknown
  const broken = guarded(() => {
    project = JSON.parse(text.replace(/^\ufeff/, ''))
  })
  if (broken) throw new Failure(oddProject(texts.init.notJson))
  const root = read(project, 'cloudfunctionRoot')
  if (typeof root !== 'string' || root === '') throw wrongUsage(noRootInProject)
  const inProject = relative(cwd, resolve(cwd, root))
  if (inProject.split(/[\\/]/)[0] === '..' || isAbsolute(inProject)) {
    throw new Failure(outside(harmless(root)))
  }
  return root
}

/** Copies the function beside its place, then puts it there in one step. */
async function copyWhole(source: string, folder: string, replace: boolean): Promise<void> {
  const target = join(folder, NAME)
  const beside = join(folder, `.${NAME}-${randomUUID()}`)
  const missing = await missingFolders(folder)
  let made: string | undefined
  try {
    for (const path of [...missing, beside]) {
      await mkdir(path)
      made ??= path
    }
    await cp(source, beside, { recursive: true, dereference: true })
    if (replace) await swap(beside, target)
    else await rename(beside, target)
  } catch (thrown) {
    // Only what was made here: a folder of that name may be somebody else's by now.
    if (made !== undefined) await rm(made, { recursive: true, force: true })
    throw thrown
  }
}

/**
 * The folders that have to be made, the uppermost first. Node.js would make them by itself, but never
 * ends where making one fails with ENOENT though its parent is there, as in /proc.
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

/** Replaces a folder, a file or a link; where that fails, it is put back. */
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
