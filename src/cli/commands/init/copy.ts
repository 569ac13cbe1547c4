import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { Failure, Interrupted } from '../../failure'
import { reasonOf, type Session } from '../../session'
import { escapeControls } from '../../terminal'
import { statOf } from '../../write-file'

/** Copies a function beside its place, and puts it there in one step. `root` is as the user wrote it. */
export async function copy(
  { texts, ending: { signal } }: Session,
  source: string,
  folder: string,
  root: string,
  replacing: boolean,
): Promise<void> {
  const name = basename(source)
  const target = join(folder, name)
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
    await cp(source, inside, { recursive: true, dereference: true, filter })
    signal.throwIfAborted()
    if (replacing) await rename(target, old)
    await rename(copied, made)
    await rm(old, { recursive: true, force: true })
  } catch (thrown) {
    // What was there goes back, unless the new one is in its place.
    await Promise.allSettled([rm(copied, { recursive: true, force: true }), rename(old, target)])
    if (thrown instanceof Interrupted) throw thrown
    const { failed, notReplaced, leftAside } = texts.init
    const reason = reasonOf(thrown, texts)
    const shown = (path: string): string => escapeControls(join(root, path))
    if (existsSync(old)) throw new Failure(leftAside(shown(name), reason, shown(basename(old))))
    throw new Failure((replacing ? notReplaced : failed)(shown(name), reason))
  }
}

/** The nearest folder that is there: this one, or one above it. */
const existing = async (folder: string): Promise<string> =>
  (await statOf(folder)) ? folder : existing(dirname(folder))
