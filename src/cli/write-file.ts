import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { read } from '../core/read'

/** The content of a file that is not there. */
export const NOTHING = Buffer.alloc(0)

/** What is at a path, if something is. */
export const statOf = (path: string): Promise<Stats | undefined> => orAbsent(stat(path))

/** Counts what does not exist as absent; other failures stay failures. */
export const orAbsent = <T>(found: Promise<T>): Promise<T | undefined> =>
  found.catch((thrown: unknown) => {
    if (read(thrown, 'code') !== 'ENOENT') throw thrown
    return undefined
  })

/** Where a file is or would be made: what a symbolic link leads to, though nothing be there. */
export async function targetOf(path: string): Promise<string> {
  const there = await orAbsent(realpath(path))
  if (there !== undefined) return there
  const folder = await realpath(dirname(path))
  const link = await orAbsent(readlink(path))
  if (link === undefined) return join(folder, basename(path))
  // Not joined: behind a linked folder, `..` is not what it looks like.
  return targetOf(isAbsolute(link) ? link : `${folder}/${link}`)
}

/** Somebody else has written the file meanwhile. */
export class ChangedMeanwhile extends Error {}

/**
 * Writes a file whole or not at all: beside its place first, and then in one step there. Owner and
 * permissions of a file that was there stay; a symbolic link goes on pointing where it did.
 *
 * @param known - what the new content was made of; empty if there was no file
 * @throws ChangedMeanwhile if the file holds something else by now
 */
export async function writeWhole(
  path: string,
  content: Uint8Array,
  known: Uint8Array,
): Promise<void> {
  const target = await targetOf(path)
  const before = await statOf(target)
  const beside = join(dirname(target), `.${basename(target)}-${randomUUID()}`)
  try {
    const file = await open(beside, 'wx')
    try {
      await file.writeFile(content)
      if (before) {
        // Only root may give a file away: if the owner can't stay, the content still is right.
        await Promise.allSettled([file.chown(before.uid, before.gid)])
        await file.chmod(before.mode)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    const now = await orAbsent(readFile(target))
    if (Buffer.compare(now ?? NOTHING, known) !== 0) throw new ChangedMeanwhile()
    await rename(beside, target)
  } catch (thrown) {
    await rm(beside, { force: true })
    throw thrown
  }
}
