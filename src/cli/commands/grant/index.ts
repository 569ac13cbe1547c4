import { access, constants, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { orUndefined } from '../../../core/read'
import { EXIT, Failure, incorrectUsage } from '../../failure'
import {
  functionsBelow,
  hasEntry,
  holds,
  holdsMiniProgram,
  isWithin,
  projectsAbove,
  targetsOf,
  uniCloudNotes,
} from '../../project'
import { reasonOf, type Session, similarTo, suggestion } from '../../session'
import { escapeControls, listed } from '../../terminal'
import { ChangedMeanwhile, NOTHING, orAbsent, statOf, targetOf, writeWhole } from '../../write-file'
import { grantIn, NEW_CONFIG } from './config-json'

const BYTE_ORDER_MARK = '\ufeff'

/** Adds the permission to the config.json of a function, or makes one. */
export async function grant(session: Session, functionDir: string): Promise<number> {
  const { texts } = session
  if (functionDir === '') throw incorrectUsage(texts.failure.emptyName)
  const folder = session.wholePath(functionDir)
  const shown = escapeControls(join(functionDir, 'config.json'))
  try {
    const there = await statOf(folder)
    if (!there?.isDirectory()) {
      const name = basename(functionDir)
      const meant = there ? [dirname(functionDir)] : functionsLike(name, session.currentFolder())
      const problem = texts.grant.notAFolder(escapeControls(functionDir))
      throw new Failure(problem + suggestion(session, meant))
    }
    const notes = aboutFunction(session, folder, functionDir)
    session.printNotes([...notes, ...(await grantAt(session, join(folder, 'config.json'), shown))])
    return EXIT.plan
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    if (thrown instanceof ChangedMeanwhile) throw new Failure(texts.grant.changed(shown))
    throw new Failure(texts.grant.failed(shown, reasonOf(thrown, texts)))
  }
}

/** The functions of that name below a folder; if there is none, those of a similar one. */
function functionsLike(name: string, folder: string): string[] {
  const functions = functionsBelow(folder)
  const named = functions.filter((path) => basename(path) === name)
  const isSimilar = (path: string): boolean => similarTo(name, [basename(path)]).length > 0
  return named.length > 0 ? named : functions.filter(isSimilar)
}

/** What to mind about a folder. @throws Failure if nobody would read the config.json in it */
function aboutFunction(session: Session, folder: string, functionDir: string): string[] {
  const { grant: texts, init } = session.texts
  const projects = projectsAbove(session, folder)
  const roots = projects.flatMap(targetsOf)
  const isRoot = roots.includes(folder)
  const isFunction = hasEntry(folder)
  const below = isFunction && !isRoot ? [] : functionsBelow(folder)
  // Those of a project are in its root.
  const elsewhere = roots.length > 0 && !roots.some((root) => isWithin(root, folder))
  const around = functionAround(roots, folder)
  const isOther = below.length > 0 || around || (!isFunction && (isRoot || elsewhere))
  if (holdsMiniProgram(folder) || isOther) {
    const found = around ? [around] : below.length > 0 ? below : functionsOf(roots, folder)
    const functions = listed(found.map((path) => join(functionDir, path)))
    throw new Failure(texts.notAFunction(escapeControls(functionDir), functions))
  }
  const notes =
    isFunction || holds(folder, 'src') ? [] : [texts.noFunction(escapeControls(functionDir))]
  // A current folder that is gone is in no project.
  const here = orUndefined(() => projectsAbove(session, session.currentFolder())[0])
  if (here && projects.length === 0) notes.push(init.notInside(escapeControls(here.folder)))
  return [...notes, ...uniCloudNotes(folder, session)]
}

/** The function that a folder is a part of, such as its `src/`, as a path from there. */
function functionAround(roots: string[], folder: string): string | undefined {
  const isInRoot = (path: string) => roots.some((root) => path !== root && isWithin(root, path))
  for (let path = dirname(folder); isInRoot(path); path = dirname(path)) {
    if (hasEntry(path)) return relative(folder, path)
  }
  return undefined
}

/** The functions in the roots of a project, as paths from a folder. */
const functionsOf = (roots: string[], folder: string): string[] =>
  roots.flatMap((root) => functionsBelow(root).map((path) => relative(folder, join(root, path))))

/** Says what it did. @returns what to mind about the file */
async function grantAt(session: Session, path: string, shown: string): Promise<string[]> {
  const { texts } = session
  const { granted, made, already, next, deadLink, noFile, rejected, notUtf8 } = texts.grant
  const file = await statOf(path)
  if (!file) {
    // The folder of the function is there, so that it is a link which leads nowhere.
    if ((await orAbsent(targetOf(path))) === undefined) throw new Failure(deadLink(shown))
    await writeWhole(path, Buffer.from(NEW_CONFIG), NOTHING)
    session.print([made(shown), next])
    return []
  }
  // Reading a pipe would wait for ever.
  if (!file.isFile()) throw new Failure(noFile(shown))
  const bytes = await readFile(path)
  const text = bytes.toString('utf8')
  // What is not UTF-8 would come out changed.
  if (!Buffer.from(text).equals(bytes)) throw new Failure(rejected(shown, notUtf8))
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  const result = grantIn(text.slice(mark.length), texts)
  if (result.outcome === 'rejected') throw new Failure(rejected(shown, result.reason))
  if (result.outcome === 'granted') {
    // Its folder would let a protected file be replaced, but its owner did not mean that.
    await access(path, constants.W_OK)
    await writeWhole(path, Buffer.from(mark + result.text), bytes)
  }
  session.print(result.outcome === 'granted' ? [granted(shown), next] : [already(shown)])
  return result.notes.map(escapeControls)
}
