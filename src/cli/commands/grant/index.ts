import { access, constants, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EXIT, Failure, wrongUsage } from '../../failure'
import { reasonOf } from '../../reason'
import { currentFolder, print, printError, type Session, wholePath } from '../../session'
import { escapeControls } from '../../terminal'
import { ChangedMeanwhile, NOTHING, orAbsent, statOf, targetOf, writeWhole } from '../../write-file'
import { grantIn, NEW_CONFIG } from './config-json'
import { functionsBelow, isFunction } from './functions'

const BYTE_ORDER_MARK = '\ufeff'

/** Adds the permission to the config.json of a function, or makes one. */
export async function grant(session: Session, functionDir: string): Promise<number> {
  const { texts } = session
  if (functionDir === '') throw wrongUsage(texts.init.emptyName)
  const folder = wholePath(session, functionDir)
  const shown = escapeControls(join(functionDir, 'config.json'))
  try {
    const there = await statOf(folder)
    if (!there?.isDirectory()) {
      const meant = there ? [dirname(functionDir)] : await functionsCalled(session, functionDir)
      const words = meant.length > 0 ? [texts.grant.meant(listed(meant))] : []
      throw new Failure([texts.grant.notAFolder(escapeControls(functionDir)), ...words].join('\n'))
    }
    const { told, notes } = await grantAt(session, join(folder, 'config.json'), shown)
    print(session, told)
    if (!isFunction(folder)) notes.unshift(...(await noFunctionIn(session, folder, functionDir)))
    if (notes.length > 0) printError(session, notes)
    return EXIT.plan
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    if (thrown instanceof ChangedMeanwhile) throw new Failure(texts.grant.changed(shown))
    throw new Failure(texts.grant.failed(shown, reasonOf(thrown, texts)))
  }
}

/** What is told about it. */
interface Told {
  told: string[]
  notes: string[]
}

/** Functions of a name, as paths from the current folder. */
async function functionsCalled(session: Session, functionDir: string): Promise<string[]> {
  const found = await functionsBelow(currentFolder(session))
  return found.filter((path) => basename(path) === basename(functionDir))
}

async function noFunctionIn({ texts }: Session, folder: string, shown: string): Promise<string[]> {
  const below = await functionsBelow(folder)
  const { noFunction, below: found } = texts.grant
  return [noFunction(escapeControls(shown)), ...(below.length > 0 ? [found(listed(below))] : [])]
}

/** Names on one line; it is seen from a few of many what they are. */
const MOST_NAMES = 8
const listed = (names: string[]): string =>
  escapeControls(
    [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])].join(', '),
  )

/** Makes a config.json if there is none. */
async function make(session: Session, path: string, shown: string): Promise<Told> {
  const { deadLink, made, next } = session.texts.grant
  // The folder of the function is there, so that it is a link which leads nowhere.
  if ((await orAbsent(targetOf(path))) === undefined) throw new Failure(deadLink(shown))
  await writeWhole(path, Buffer.from(NEW_CONFIG), NOTHING)
  return { told: [made(shown), next], notes: [] }
}

async function grantAt(session: Session, path: string, shown: string): Promise<Told> {
  const { texts } = session
  const { granted, already, next, noFile, refused, notUtf8 } = texts.grant
  const file = await statOf(path)
  if (!file) return make(session, path, shown)
  // Reading a pipe would wait for ever.
  if (!file.isFile()) throw new Failure(noFile(shown))
  const bytes = await readFile(path)
  const text = bytes.toString('utf8')
  // What is not UTF-8 would come out changed.
  if (!Buffer.from(text).equals(bytes)) throw new Failure(refused(shown, notUtf8))
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  const result = grantIn(text.slice(mark.length))
  if (result.outcome === 'refused') throw new Failure(refused(shown, result.reason(texts.grant)))
  const notes = result.notes.map((note) => escapeControls(note(texts.grant)))
  if (result.outcome === 'already') return { told: [already(shown)], notes }
  // Its folder would let a protected file be replaced, but its owner did not mean that.
  await access(path, constants.W_OK)
  await writeWhole(path, Buffer.from(mark + result.text), bytes)
  return { told: [granted(shown), next], notes }
}
