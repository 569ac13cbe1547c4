import { median, run } from './processes.mjs'

/** The first rounds fill the caches of the disk. */
const WARM_UP = 2

/**
 * From the start of a process until the function in it has answered with a plan, and the most memory
 * that process had. All take turns, each round in another order, so that nothing but themselves sets
 * them apart.
 *
 * @param {string} node - the binary
 * @param {Record<string, string>} folders - by name
 * @returns {Promise<Record<string, { milliseconds: number, peakMiB: number }>>} medians
 */
export async function coldStarts(node, folders, env, rounds) {
  const names = Object.keys(folders)
  const seen = new Map(names.map((name) => [name, { milliseconds: [], peakMiB: [] }]))
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length]
      const { output, milliseconds } = await run(node, 'start.cjs', [folders[name]], env)
      const [word, peak] = output.split(' ')
      if (word !== 'plan') throw new Error(`${name} did not answer with a plan: ${output}`)
      if (round < WARM_UP) continue
      seen.get(name).milliseconds.push(milliseconds)
      seen.get(name).peakMiB.push(Number(peak) / 1024)
    }
  }
  return Object.fromEntries(
    [...seen].map(([name, { milliseconds, peakMiB }]) => [
      name,
      { milliseconds: median(milliseconds), peakMiB: median(peakMiB) },
    ]),
  )
}
