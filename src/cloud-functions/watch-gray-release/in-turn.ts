/** The most accounts that are queried at the same time. */
const AT_ONCE = 5

/**
 * Runs a function for each item, a few at a time, from one item round to the one before it.
 *
 * @param mayStart - whether there is time for another item
 * @returns the results in the order of the items; undefined for those left out
 */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  first: number,
  mayStart: () => boolean,
  run: (item: Item) => Promise<Result>,
): Promise<(Result | undefined)[]> {
  const results: (Result | undefined)[] = items.map(() => undefined)
  let started = 0
  const work = async (): Promise<void> => {
    while (started < items.length && mayStart()) {
      const index = (first + started) % items.length
      started += 1
      results[index] = await run(items[index] as Item)
    }
  }
  await Promise.all(items.slice(0, AT_ONCE).map(work))
  return results
}
