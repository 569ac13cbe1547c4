import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import { getNodeValue } from 'jsonc-parser'
import { orUndefined, parseJson, read } from '../core/read'
import { LENIENT, STRICT, treeOf } from './json'
import { reasonOf, type Session } from './session'
import { escapeControls } from './terminal'

/** What says where a project keeps its cloud functions. */
export interface Project {
  folder: string
  /** What names the root, as it is shown: a file, or an object in one. */
  place: string
  /** Its `cloudfunctionRoot` as WeChat reads it, from `folder`; empty if it names none. */
  root: string
  /** The same as it is written. */
  written: string
  /** The folders that the root can be meant from, that of the whole project last. */
  bases: string[]
  /** Whether builds copy nothing but `static/`, and take the root from manifest.json. */
  uniApp: boolean
}

/** Gets why projects could not be read: which file, and its fault. */
export type Faults = Set<string>

const PROJECT = 'project.config.json'
/** One developer's own, which wins. */
const PRIVATE = 'project.private.config.json'
/** Of uni-app, whose builds make project.config.json from it. */
const MANIFEST = 'manifest.json'
/** Some templates make the manifest from it, at each build. */
const MANIFEST_SOURCE = 'manifest.config.ts'

/** Where frameworks keep these files, such as uni-app and mpx. */
const USUAL_PLACES = ['', 'src', 'static/wx']

/** Folders that a framework empties at each build. */
export const BUILD_OUTPUT = /^(?:dist|unpackage|build)$/

/** Folders that hold neither a project nor a function. */
const SKIPPED = /^(?:\..*|node_modules|miniprogram_npm|pages|components|uniCloud.*)$/

/** How deep below a folder projects and functions are searched for. */
const DEPTH = 4

/** The project that a folder is. */
function projectAt(session: Session, folder: string, faults?: Faults): Project | undefined {
  const uniApp = isUniApp(folder)
  if (!uniApp && !holds(folder, PROJECT)) return undefined
  const files: unknown[] = []
  try {
    files.push(...[PRIVATE, PROJECT].map((name) => contentOf(session, folder, name)))
    if (uniApp) files.push(read(contentOf(session, folder, MANIFEST), 'mp-weixin'))
  } catch (thrown) {
    faults?.add((thrown as Error).message)
    return undefined
  }
  const roots = files.map((content) => read(content, 'cloudfunctionRoot'))
  const from = roots.findIndex((root) => typeof root === 'string')
  const written = String(roots[from] ?? '')
  // The sources of uni-app are in src/, and what its builds are told to copy often is beside it.
  const bases = uniApp && basename(folder) === 'src' ? [folder, dirname(folder)] : [folder]
  const made = holds(bases.at(-1) as string, MANIFEST_SOURCE)
  const manifest = made ? MANIFEST_SOURCE : `${bases[1] ? 'src/' : ''}${MANIFEST}`
  const places = [PRIVATE, PROJECT, `${manifest} ("mp-weixin")`]
  const place = places[from] ?? (places[uniApp ? 2 : 1] as string)
  return { folder, place, root: normalise(written), written, bases, uniApp }
}

/** The folders that can be meant by the root of a project. */
export const targetsOf = ({ bases, root }: Project): string[] =>
  root === '' ? [] : bases.map((base) => join(base, root))

/** WeChat takes `\` for `/`, and drops what would lead out of the project, or nowhere. */
const normalise = (root: string): string =>
  root
    .split(/[\\/]/)
    .filter((part) => !['', '.', '..'].includes(part))
    .join('/')

/** Others have a manifest.json too, such as web pages. */
function isUniApp(folder: string): boolean {
  const text = orUndefined(() => readFileSync(join(folder, MANIFEST), 'utf8'))
  if (text === undefined)
    return basename(folder) === 'src' && holds(dirname(folder), MANIFEST_SOURCE)
  return holds(folder, 'pages.json') || text.includes('"mp-weixin"')
}

/** @throws Error that names the file and its fault */
function contentOf(session: Session, folder: string, name: string): unknown {
  const path = join(folder, name)
  const { texts } = session
  const fault = (reason: string): Error => {
    const shown = escapeControls(relative(session.currentFolder(), path))
    return new Error(texts.init.unreadable(shown, reason))
  }
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (thrown) {
    if (read(thrown, 'code') === 'ENOENT') return undefined
    throw fault(reasonOf(thrown, texts))
  }
  const content = parseJson(text)
  if (content !== undefined) return content
  const options = name === MANIFEST ? LENIENT : STRICT
  const tree = treeOf(text.replace(/^\ufeff/, ''), texts.json, options)
  if (typeof tree === 'string') throw fault(tree)
  return getNodeValue(tree)
}

/** The project of a folder itself, which uni-app keeps in src/. */
export function projectHere(session: Session, folder: string, faults: Faults): Project | undefined {
  const sources = join(folder, 'src')
  const places = isUniApp(sources) ? [folder, sources] : [folder]
  return withRoot(places.flatMap((path) => projectAt(session, path, faults) ?? [])).at(-1)
}

/** Of some projects those that name a root; all, if none does. */
const withRoot = (projects: Project[]): Project[] => {
  const found = projects.filter(({ root }) => root !== '')
  return found.length > 0 ? found : projects
}

/** The projects around a folder: above it, the nearest first, or below it if none there has a root. */
export function projectsAround(
  session: Session,
  folder: string,
  from: string,
  faults: Faults,
): Project[] {
  const found = [folder, from].flatMap((path) => projectsAbove(session, path, faults))
  if (!found.some(({ root }) => root !== '')) found.push(...projectsBelow(session, from, faults))
  return withRoot([...new Map(found.map((project) => [project.folder, project])).values()])
}

/** The projects that a folder is in or beside, the nearest first. */
export function projectsAbove(session: Session, folder: string, faults?: Faults): Project[] {
  const here = USUAL_PLACES.flatMap(
    (place) => projectAt(session, join(folder, place), faults) ?? [],
  )
  const above = dirname(folder)
  return above === folder ? here : [...here, ...projectsAbove(session, above, faults)]
}

/** Those in the output of a build count only if there is no other. */
function projectsBelow(session: Session, folder: string, faults: Faults): Project[] {
  const found = foldersBelow(folder).flatMap((path) => projectAt(session, path, faults) ?? [])
  const sources = found.filter((project) => !isBuilt(relative(folder, project.folder)))
  return sources.length > 0 ? sources : found
}

/** Whether a path is a folder, or leads into it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return !/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way)
}

/** Whether a path leads through the output of a build. */
export const isBuilt = (path: string): boolean =>
  path.split(/[\\/]/).some((name) => BUILD_OUTPUT.test(name))

function foldersBelow(folder: string, depth = DEPTH): string[] {
  // What can't be read has nothing that could be named.
  const entries = orUndefined(() => readdirSync(folder, { withFileTypes: true })) ?? []
  return entries
    .filter((entry) => entry.isDirectory() && !SKIPPED.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort()
    .flatMap((path) => [path, ...(depth === 1 ? [] : foldersBelow(path, depth - 1))])
}

/** Whether a folder holds one of some files. */
export const holds = (folder: string, ...names: string[]): boolean =>
  names.some((name) => existsSync(join(folder, name)))

/** What a mini program begins with: native, uni-app, Taro, mpx. */
const APP = ['app.json', 'pages.json', 'app.config.ts', 'app.config.js', 'app.mpx']
const PAGE = ['index.wxml', 'index.vue']
const ENTRIES = ['index.js', 'index.ts', 'src/index.js', 'src/index.ts']

/** Whether a folder has what a cloud function begins with. */
export const hasEntry = (folder: string): boolean =>
  holds(folder, ...ENTRIES) && !holds(folder, ...PAGE)

/** Whether a folder holds a mini program, its sources or its project. */
export const holdsMiniProgram = (folder: string): boolean => holds(folder, PROJECT, ...APP, ...PAGE)

/** Other folders have an index.js too; that of a function exports `main`. */
function isFunction(folder: string): boolean {
  if (!hasEntry(folder)) return false
  if (/cloud|func/i.test(basename(dirname(folder))) || holds(folder, 'config.json')) return true
  const entry = ENTRIES.map((name) => join(folder, name)).find(existsSync) as string
  const text = String(orUndefined(() => readFileSync(entry, 'utf8')))
  return text.trim() === '' || /exports?\b[^;]*\bmain\b/.test(text)
}

/** The functions below a folder, as paths from there. */
export function functionsBelow(folder: string): string[] {
  const found = foldersBelow(folder)
    .map((path) => relative(folder, path))
    .filter((path) => !isBuilt(path) && isFunction(join(folder, path)))
  return found.filter((path) => !found.some((other) => path.startsWith(join(other, '/'))))
}

/** uni-app's own cloud has functions too, which look alike. */
export const uniCloudNotes = (path: string, { texts }: Session): string[] =>
  path
    .split(/[\\/]/)
    .filter((name) => name.startsWith('uniCloud'))
    .map((name) => texts.init.uniCloud(escapeControls(name)))
