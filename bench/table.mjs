const WIDTHS = [46, 14, 14, 10]
const number = (value, digits) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
const ratio = (value) => number(value, 3)

/** The figures of a run, for people. */
export function table({ machine, coldStart, warm, sizes, load, platform, targets }) {
  const lines = [`${machine.cpu}, ${machine.cores} cores, ${machine.system}; medians`, '']
  for (const { node, medians, rounds } of coldStart) {
    const { official } = medians
    lines.push(
      ...section(
        [`Cold start, Node.js ${node}, ${rounds} rounds`, 'ms', 'peak MiB', 'ratio'],
        Object.entries(medians).map(([name, { milliseconds, peakMiB }]) => [
          NAMES[name],
          number(milliseconds, 1),
          number(peakMiB, 1),
          ratio(milliseconds / official.milliseconds),
        ]),
      ),
    )
  }
  const overRaw = (milliseconds, raw) => [
    number(milliseconds * 1000, 1),
    '',
    number(milliseconds / raw, 4),
  ]
  lines.push(
    ...section(
      ['Warm call', 'µs', '', 'ratio'],
      [
        ['raw SDK, one at a time', number(warm.raw * 1000, 1), '', '1'],
        ['what the facade adds', ...overRaw(warm.overhead, warm.raw)],
        ['raw SDK, 50 at a time, each', number(warm.rawBatch * 1000, 1), '', '1'],
        ['what the facade adds', ...overRaw(warm.overheadBatch, warm.rawBatch)],
        ['our function, from its cache', ...overRaw(warm.cached, warm.raw)],
        ['mapping one reply', number(warm.replyMicroseconds, 2), '', ''],
        ['mapping one error', number(warm.errorMicroseconds, 2), '', ''],
      ],
    ),
    ...section(
      ['Deployable', 'bytes', 'zipped', 'files'],
      ['official', 'bundled', 'ours', 'watch'].map((name) => {
        const { bytes, zipped, files } = sizes[name]
        return [NAMES[name], number(bytes, 0), number(zipped, 0), number(files, 0)]
      }),
    ),
    ...section(
      ['Importable package', 'minified', 'load ms', 'ratio'],
      [
        ['wx-server-sdk', '', number(load.sdk, 1), '1'],
        [
          'ours, without it',
          number(sizes.package, 0),
          number(load.package, 1),
          ratio(load.package / load.sdk),
        ],
        ...Object.entries(sizes.entries).map(([entry, bytes]) => [`/${entry}`, number(bytes, 0)]),
      ],
    ),
    ...(platform
      ? manyAccounts(platform)
      : ['Many accounts: left out, because redis-server is not installed here', '']),
    ...section(
      ['Target', 'is', 'at most', ''],
      targets.map(({ name, value, atMost, unit, met }) => [
        name,
        withUnit(number(value, unit === 'x' ? 3 : unit === '' ? 0 : 2), unit),
        withUnit(atMost, unit),
        met ? 'met' : 'MISSED',
      ]),
    ),
  )
  return lines.join('\n')
}

const withUnit = (figure, unit) => (unit === '%' ? `${figure}%` : `${figure} ${unit}`.trim())

const manyAccounts = ({ accounts, loop, worker, megabytes }) =>
  section(
    [`Many accounts (${number(accounts, 0)})`, 'a second', 'MiB', 'ratio'],
    [
      ['plain loop of queries', number(loop, 0), '', '1'],
      ['one worker of the example', number(worker, 0), number(megabytes, 0), ratio(worker / loop)],
    ],
  )

export const NAMES = {
  official: 'official sample, as installed',
  bundled: 'official sample, bundled whole',
  ours: 'getGrayReleasePlan',
  byHand: 'watching by hand, on the whole SDK',
  watch: 'watchGrayRelease',
  limit: 'https, crypto and one POST: the limit',
  bare: 'a function that does nothing',
}

function section(head, rows) {
  const line = (cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(WIDTHS[0]) : cell.padStart(WIDTHS[column]),
      )
      .join('')
      .trimEnd()
  const heading = line(head)
  return [heading, '-'.repeat(WIDTHS.reduce((sum, width) => sum + width)), ...rows.map(line), '']
}
