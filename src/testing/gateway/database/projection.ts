import type { DatabaseDocument } from './operation'
import { unplayed } from './unplayed'
import { isDocument } from './values'

/** @throws Error if `field()` asks for more than fields to give or to leave out */
export function checkField(field: DatabaseDocument): void {
  for (const [name, choice] of Object.entries(field)) {
    if (typeof choice !== 'number') {
      throw unplayed(`the choice ${JSON.stringify(choice)} for the field ${name}`, ['1', '0'])
    }
  }
}

/**
 * Gives of a document what `field()` asks for: the fields that it names with 1 and the `_id`, or all
 * but those that it names with 0.
 *
 * @throws Error if it does both
 */
export function project(document: DatabaseDocument, field: DatabaseDocument): DatabaseDocument {
  const { _id, ...others } = field
  const [first = _id, ...rest] = Object.values(others)
  if (rest.some((choice) => choice !== first)) {
    throw new Error('Projection cannot have a mix of inclusion and exclusion.')
  }
  const gives = first === 1
  const names = Object.keys(others)
  if (gives ? _id !== 0 : _id === 0) names.push('_id')
  return ofDocument(document, names, gives)
}

const ofDocument = (
  document: DatabaseDocument,
  names: string[],
  gives: boolean,
): DatabaseDocument =>
  Object.fromEntries(
    Object.entries(document)
      .filter(([name]) => !names.includes(name) || gives)
      .map(([name, value]) => {
        const inner = names
          .filter((path) => path.startsWith(`${name}.`))
          .map((path) => path.slice(name.length + 1))
        return [name, names.includes(name) ? value : ofValue(value, inner, gives)]
      })
      .filter(([, value]) => value !== undefined),
  )

function ofValue(value: unknown, names: string[], gives: boolean): unknown {
  if (names.length > 0) {
    if (isDocument(value)) return ofDocument(value, names, gives)
    if (Array.isArray(value)) {
      return value.map((item) => ofValue(item, names, gives)).filter((item) => item !== undefined)
    }
  }
  return gives ? undefined : value
}
