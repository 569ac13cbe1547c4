import { existsSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import { currentFolder, type Session } from '../../session'
import { escapeControls } from '../../terminal'
import { cloudfunctionRootOf, findProject } from './project'

/** Folders that a framework empties at each build, and what stands beside them. */
const BUILD_OUTPUT = ['dist', 'unpackage', 'build']
const BESIDE_BUILD_OUTPUT = ['package.json', 'manifest.json', 'src']

/** What to mind about the folder that the function was copied into. */
export async function notesOn(session: Session, folder: string): Promise<string[]> {
  const { buildOutput, notInside, otherRoot, noRootSet } = session.texts.init
  const output = buildOutputAround(currentFolder(session), folder)
  const notes = output === undefined ? [] : [buildOutput(escapeControls(output))]
  const project = findProject(folder)
  if (project === undefined) return notes
  const inside = relative(project, folder)
  if (inside === '' || leadsOut(inside)) return [...notes, notInside(escapeControls(project))]
  // It was named as an argument, so that a file which can't be read is no reason to fail.
  const root = await cloudfunctionRootOf(session, project).catch((thrown) => void thrown)
  const wanted = inside.replaceAll('\\', '/')
  if (root === undefined || root === wanted) return notes
  const line = `"cloudfunctionRoot": ${escapeControls(JSON.stringify(`${wanted}/`))}`
  return [...notes, root === '' ? noRootSet(line) : otherRoot(escapeControls(root), line)]
}

const leadsOut = (path: string): boolean => /^\.\.(?:[\\/]|$)/.test(path) || isAbsolute(path)

function buildOutputAround(cwd: string, folder: string): string | undefined {
  for (let path = folder; dirname(path) !== path; path = dirname(path)) {
    const isBuilt =
      !leadsOut(relative(cwd, path)) ||
      BESIDE_BUILD_OUTPUT.some((name) => existsSync(join(dirname(path), name)))
    if (BUILD_OUTPUT.includes(basename(path)) && isBuilt) return basename(path)
  }
  return undefined
}
