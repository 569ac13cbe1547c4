import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseJson, read } from '../../../core/read'
import { Failure } from '../../failure'
import { reasonOf } from '../../reason'
import type { Session } from '../../session'
import { orAbsent } from '../../write-file'

const PROJECT = 'project.config.json'
/** What it says wins; it is one developer's own. */
const PRIVATE = 'project.private.config.json'

/** Where frameworks keep project.config.json: Taro, mpx, uni-app. */
const USUAL_PLACES = ['', 'src', 'static/wx', 'dist']

/** The nearest folder that holds project.config.json: upwards, and in the usual places on the way. */
export function findProject(from: string): string | undefined {
  const found = USUAL_PLACES.map((place) => join(from, place)).find((folder) =>
    existsSync(join(folder, PROJECT)),
  )
  if (found !== undefined) return found
  const above = dirname(from)
  return above === from ? undefined : findProject(above)
}

/** The `cloudfunctionRoot` of a project, as WeChat reads it; empty if it names none. */
export async function cloudfunctionRootOf(session: Session, project: string): Promise<string> {
  for (const name of [PRIVATE, PROJECT]) {
    const root = read(await contentOf(session, project, name), 'cloudfunctionRoot')
    if (typeof root === 'string') return normalise(root)
  }
  return ''
}

/** WeChat takes `\` for `/`, and drops what would lead out of the project, or nowhere. */
const normalise = (root: string): string =>
  root
    .split(/[\\/]/)
    .filter((part) => !['', '.', '..'].includes(part))
    .join('/')

async function contentOf({ texts }: Session, project: string, name: string): Promise<unknown> {
  const { oddProject, notJson } = texts.init
  const text = await orAbsent(readFile(join(project, name), 'utf8')).catch((thrown) => {
    throw new Failure(oddProject(name, reasonOf(thrown, texts)))
  })
  if (text === undefined) return undefined
  const content = parseJson(text)
  if (content === undefined) throw new Failure(oddProject(name, notJson))
  return content
}
