import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { orUndefined } from '../../../core/read'
import { EXIT, Failure, incorrectUsage } from '../../failure'
import {
  BUILD_OUTPUT,
  type Faults,
  functionsBelow,
  holds,
  isBuilt,
  isWithin,
  type Project,
  projectHere,
  projectsAbove,
  projectsAround,
  targetsOf,
  uniCloudNotes,
} from '../../project'
import { FUNCTIONS, reasonOf, type Session } from '../../session'
import { escapeControls, listed } from '../../terminal'
import { statOf } from '../../write-file'
import { copy } from './copy'

/** What a function needs to be uploaded. */
const PARTS = ['index.js', 'config.json', 'package.json']

/** Copies the ready-made function, or both, into a project. */
export async function init(
  session: Session,
  given: string | undefined,
  { watch = false, force = false }: { watch?: boolean; force?: boolean },
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
  const folder = session.wholePath(root)
  const shown = (name: string): string => escapeControls(join(root, name))
  const there = await statOf(folder).catch((thrown) => {
    throw new Failure(texts.init.failed(shown(names[0] as string), reasonOf(thrown, texts)))
  })
  if (there && !there.isDirectory()) throw new Failure(texts.init.notAFolder(escapeControls(root)))
  // Such as a symbolic link that leads nowhere.
  const present = names.filter((name) => lstatSync(join(folder, name), { throwIfNoEntry: false }))
  const copied = names.filter((name) => force || !present.includes(name))
  const [first] = copied
  if (first === undefined) {
    throw new Failure(texts.init.exists(names.map(shown).join(', '), names.length))
  }
  const { replaced, created, rootMade, next, call, callers, watchNext, leftAsItIs } = texts.init
  const lines: string[] = []
  for (const name of copied) {
    const replacing = present.includes(name)
    await copy(session, join(functionsDir, name), folder, root, replacing)
    lines.push((replacing ? replaced : created)(shown(name)))
  }
  if (!there) lines.push(rootMade(escapeControls(root)))
  lines.push(next, call(first), callers)
  if (copied.includes('watchGrayRelease')) lines.push(watchNext)
  const left = names.filter((name) => !copied.includes(name))
  // First, since what is to do next may not work before.
  session.printNotes([...left.map((name) => leftAsItIs(shown(name))), ...notesOn(session, folder)])
  session.print(lines)
  return EXIT.plan
}

/** The folder that the project in the current folder names, as a path from there. */
function defaultRoot(session: Session): string {
  const { noRoot, notHere, rootElsewhere, noRootInProject, builtHere, copied } = session.texts.init
  const cwd = session.currentFolder()
  const faults: Faults = new Set()
  const here = projectHere(session, cwd, faults)
  reportFirst(session, faults)
  const output = here && buildOutputAround(cwd, cwd)
  const around = output === undefined ? [] : projectsAbove(session, dirname(output))
  const source = around.find(({ root }) => root !== '')
  if (source) throw incorrectUsage(builtHere(source.folder, exampleFor(cwd, targetOf(source))))
  if (here && here.root !== '') return relative(cwd, targetOf(here))
  const others = projectsAround(session, cwd, cwd, faults).filter(
    ({ folder }) => !here || !isBuilt(relative(cwd, folder)),
  )
  const [other] = others
  if (other && (other.root !== '' || !here)) {
    const folders = others.map(({ bases }) => {
      const folder = bases.at(-1) as string
      return isWithin(cwd, folder) ? relative(cwd, folder) : folder
    })
    const example = exampleFor(cwd, targetOf(other))
    throw incorrectUsage((here ? rootElsewhere : notHere)(other.place, listed(folders), example))
  }
  if (!here) reportFirst(session, faults)
  const found = foldersOfFunctions(here?.bases.at(-1) ?? cwd)
  const root = here?.uniApp ? usualRoot(here) : (found[0] ?? 'cloudfunctions')
  const example = exampleFor(cwd, join(here?.folder ?? cwd, root))
  const { note } = session.texts.usage
  const words = [
    here ? noRootInProject(here.place, lineOf(root), example) : noRoot(example),
    ...functionsIn(found, session),
    ...(here?.uniApp ? [copied] : []),
    ...readdirSync(cwd).flatMap((name) => uniCloudNotes(name, session).map((text) => note + text)),
  ]
  throw incorrectUsage(words.join('\n'))
}

/** @throws Failure if a project could not be read */
function reportFirst({ texts }: Session, [fault]: Iterable<string>): void {
  if (fault !== undefined) throw new Failure(texts.init.mend(fault))
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
function notesOn(session: Session, folder: string): string[] {
  const { buildOutput, notInside, otherRoot, noRootSet, dropped, copies } = session.texts.init
  // A current folder that is gone is in no project.
  const cwd = orUndefined(() => session.currentFolder()) ?? folder
  const output = buildOutputAround(cwd, folder)
  const notes = output === undefined ? [] : [buildOutput(basename(output))]
  const ofUniCloud = uniCloudNotes(folder, session)
  if (ofUniCloud.length > 0) return [...notes, ...ofUniCloud]
  const faults: Faults = new Set()
  const projects = projectsAround(session, folder, cwd, faults)
  notes.push(...faults)
  const project = projects.find((one) => targetsOf(one).includes(folder)) ?? projects[0]
  if (!project) return notes
  const { place, root, written, bases, uniApp } = project
  const around = bases.find((one) => isWithin(one, folder))
  const base = around ?? (bases.at(-1) as string)
  const inside = slashed(relative(base, folder))
  const isTarget = targetsOf(project).includes(folder)
  if (!isTarget && (inside === '' || !around)) {
    notes.push(notInside(escapeControls(base), escapeControls(root)))
  } else if (root === '') {
    const others = foldersOfFunctions(base).filter((path) => path !== inside)
    notes.push([noRootSet(place, lineOf(inside)), ...functionsIn(others, session)].join('\n'))
  } else if (!isTarget) {
    notes.push(otherRoot(place, escapeControls(root), lineOf(inside)))
  }
  if (uniApp && !(around === bases[0] && /^static(?:\/|$)/.test(inside))) notes.push(copies)
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
    const canBe = isWithin(cwd, path) || holds(dirname(path), ...BESIDE_BUILD_OUTPUT)
    if (BUILD_OUTPUT.test(basename(path)) && canBe) return path
  }
  return undefined
}
