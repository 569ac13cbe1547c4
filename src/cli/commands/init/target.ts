import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { incorrectUsage } from '../../failure'
import {
  BUILD_OUTPUT,
  builtPart,
  functionsBelow,
  leadsOut,
  listed,
  type Project,
  projectAt,
  projectHere,
  projectsAbove,
  projectsAround,
  projectsBelow,
  targetsOf,
  type UnreadableProject,
  uniCloudNote,
} from '../../project'
import { currentFolder, type Session } from '../../session'
import { escapeControls } from '../../terminal'

/** The folder that the project in the current folder names, as a path from there. */
export function defaultRoot(session: Session): string {
  const { noRoot, notHere, rootElsewhere, noRootInProject, builtHere } = session.texts.init
  const cwd = currentFolder(session)
  const here = projectHere(session, cwd)
  const source = here && sourceOf(session, cwd)
  if (source) throw incorrectUsage(builtHere(source.folder, exampleFor(cwd, targetOf(source))))
  if (here && here.root !== '') return relative(cwd, targetOf(here))
  const others = projectsAround(session, cwd).filter(
    ({ folder }) => !here || (folder !== here.folder && !builtPart(relative(cwd, folder))),
  )
  const [other] = others
  if (other && (other.root !== '' || !here)) {
    const folders = others.map(({ bases }) => {
      const folder = bases.at(-1) as string
      return leadsOut(relative(cwd, folder)) ? folder : relative(cwd, folder)
    })
    const example = exampleFor(cwd, targetOf(other))
    throw incorrectUsage((here ? rootElsewhere : notHere)(other.place, listed(folders), example))
  }
  // One that can't be read is reported where there is no other.
  if (!here) projectsBelow(session, cwd, projectAt)
  const found = foldersOfFunctions(here?.bases.at(-1) ?? cwd)
  const root = here?.uniApp ? usualRoot(here) : (found[0] ?? 'cloudfunctions')
  const example = exampleFor(cwd, join(here?.folder ?? cwd, root))
  const words = [
    here ? noRootInProject(here.place, lineOf(root), example) : noRoot(example),
    ...functionsIn(found, session),
    ...(here?.uniApp ? [session.texts.init.copied] : []),
    ...readdirSync(cwd).flatMap((name) => uniCloudNote(name, session)),
  ]
  throw incorrectUsage(words.join('\n'))
}

/** Of a project that a build made, the one that it was made from. */
function sourceOf(session: Session, cwd: string): Project | undefined {
  const output = buildOutputAround(cwd, cwd)
  if (output === undefined) return undefined
  return projectsAbove(session, dirname(output)).find(({ root }) => root !== '')
}

/** Where the functions of a project are to be put; the first of several that is there. */
const targetOf = (project: Project): string => {
  const targets = targetsOf({ ...project, root: project.root || usualRoot(project) })
  return targets.find(existsSync) ?? (targets[0] as string)
}

/** Of what is in a project of uni-app, its builds copy this folder. */
const usualRoot = ({ uniApp }: Project): string =>
  uniApp ? 'static/cloudfunctions' : 'cloudfunctions'

/** The folders below one that hold functions, as paths from there. */
const foldersOfFunctions = (base: string): string[] => {
  const folders = functionsBelow(base).map((path) => slashed(dirname(path)))
  return [...new Set(folders)].filter((path) => path !== '.')
}

const functionsIn = (folders: string[], { texts }: Session): string[] =>
  folders.length > 0 ? [texts.init.functionsIn(listed(folders))] : []

const slashed = (path: string): string => path.replaceAll('\\', '/')

const exampleFor = (cwd: string, target: string): string => slashed(relative(cwd, target)) || '.'

const lineOf = (root: string): string =>
  `"cloudfunctionRoot": ${escapeControls(JSON.stringify(`${root}/`))}`

/** What to mind about the folder that the function was copied into. */
export function notesOn(session: Session, folder: string): string[] {
  const { buildOutput, notInside, otherRoot, noRootSet, dropped, copies } = session.texts.init
  const cwd = currentFolder(session)
  const output = buildOutputAround(cwd, folder)
  const notes = output === undefined ? [] : [buildOutput(basename(output))]
  const ofUniCloud = uniCloudNote(folder, session)
  if (ofUniCloud.length > 0) return [...notes, ...ofUniCloud]
  const faults = new Set<string>()
  const projects = projectsAround(session, folder, cwd, (session, path) => {
    try {
      return projectAt(session, path)
    } catch (thrown) {
      faults.add((thrown as UnreadableProject).reason)
      return undefined
    }
  })
  notes.push(...[...faults].map((reason) => session.texts.usage.note + reason))
  const project = projects.find((one) => targetsOf(one).includes(folder)) ?? projects[0]
  if (!project) return notes
  const { place, root, written, uniApp } = project
  const inside = slashed(relative(project.folder, folder))
  const isTarget = targetsOf(project).includes(folder)
  if (!isTarget && (inside === '' || leadsOut(inside))) {
    notes.push(notInside(escapeControls(project.folder), escapeControls(root)))
  } else if (root === '') {
    const others = foldersOfFunctions(project.folder).filter((path) => path !== inside)
    notes.push(noRootSet(place, lineOf(inside)), ...functionsIn(others, session))
  } else if (!isTarget) {
    notes.push(otherRoot(place, escapeControls(root), lineOf(inside)))
  }
  if (uniApp && !/^static(?:\/|$)/.test(inside)) notes.push(copies)
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(written)) {
    notes.push(dropped(place, escapeControls(written), escapeControls(root)))
  }
  return notes
}

/** What a framework has beside the folder that it empties at each build. */
const BESIDE_BUILD_OUTPUT = ['package.json', 'manifest.json', 'src']

/** The folder of a build's output that another one is in. */
function buildOutputAround(cwd: string, folder: string): string | undefined {
  for (let path = folder; dirname(path) !== path; path = dirname(path)) {
    const isBuilt =
      !leadsOut(relative(cwd, path)) ||
      BESIDE_BUILD_OUTPUT.some((name) => existsSync(join(dirname(path), name)))
    if (BUILD_OUTPUT.test(basename(path)) && isBuilt) return path
  }
  return undefined
}
