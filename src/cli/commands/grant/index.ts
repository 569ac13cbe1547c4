import { existsSync } from 'node:fs'
import { access, constants, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EXIT, Failure, wrongUsage } from '../../failure'
import { reasonOf } from '../../reason'
import { print, type Session, tell, wholePath } from '../../session'
import { harmless } from '../../terminal'
import { ChangedMeanwhile, NOTHING, orAbsent, statOf, targetOf, writeWhole } from '../../write-file'
import { grantIn, NEW_CONFIG } from './config-json'

const BYTE_ORDER_MARK = '\ufeff'

/** Adds the permission to the config.json of a function, or makes one. */
export async function grant(session: Session, functionDir: string): Promise<number> {
  const { texts } = session
  if (functionDir === '') throw wrongUsage(texts.init.emptyName)
  const folder = wholePath(session, functionDir)
  const shown = harmless(join(functionDir, 'config.json'))
  try {
    if (!(await statOf(folder))?.isDirectory())
      throw new Failure(texts.grant.notAFolder(harmless(functionDir)))
    print(session, await grantAt(session, join(folder, 'config.json'), shown))
    return EXIT.plan
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    if (thrown instanceof ChangedMeanwhile) throw new Failure(texts.grant.changed(shown))
    throw new Failure(texts.grant.failed(shown, reasonOf(thrown, texts)))
  }
}

/** Makes a config.json where there is none; gives what to tell about it. */
async function make(session: Session, path: string, shown: string): Promise<string[]> {
  const { deadLink, noFunction, made, next } = session.texts.grant
  // The folder of the function is there, so that it is a link which leads nowhere.
  if ((await orAbsent(targetOf(path))) === undefined) throw new Failure(deadLink(shown))
  await writeWhole(path, Buffer.from(NEW_CONFIG), NOTHING)
  const isFunction = ['index.js', 'package.json'].some((name) =>
    existsSync(join(dirname(path), name)),
  )
  if (!isFunction) tell(session, [noFunction(dirname(shown))])
  return [made(shown), next]
}

/** @returns what to tell about it */
async function grantAt(session: Session, path: string, shown: string): Promise<string[]> {
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
  if (result.outcome === 'already') return [already(shown)]
  // Its folder would let a protected file be replaced, but its owner did not mean that.
  await access(path, constants.W_OK)
  await writeWhole(path, Buffer.from(mark + result.text), bytes)
  return [granted(shown), next]
}
