/**
 * What a run must show. Time is in ratios alone: the two sides of one took turns.
 *
 * @returns {{ name: string, value: number, atMost: number, unit: string, met: boolean }[]}
 */
export function targets({ coldStart, warm, sizes, load, platform }) {
  const { official, ours, byHand, watch } = coldStart[0].medians
  const rows = [
    ['cold start, of the official sample', ours.milliseconds / official.milliseconds, 0.28, 'x'],
    ['peak memory, of the official sample', ours.peakMiB / official.peakMiB, 0.65, 'x'],
    ['zipped deployable', sizes.ours.zipped / 1000, 75, 'kB'],
    ['files of the deployable', sizes.ours.files, 4, ''],
    [
      'cold start of watchGrayRelease, of one by hand',
      watch.milliseconds / byHand.milliseconds,
      0.42,
      'x',
    ],
    ['watchGrayRelease, zipped', sizes.watch.zipped / 1000, 120, 'kB'],
    ["the facade's overhead, one call at a time", (100 * warm.overhead) / warm.raw, 5, '%'],
    ["the facade's overhead, 50 at a time", (100 * warm.overheadBatch) / warm.rawBatch, 5, '%'],
    ['a call answered from the cache, of a raw call', (100 * warm.cached) / warm.raw, 0.6, '%'],
    ['importable package, minified', sizes.package / 1000, 34, 'kB'],
    ['loading the importable package, of the SDK', load.package / load.sdk, 0.08, 'x'],
    ...(platform
      ? [['plain loop of queries, of one worker', platform.loop / platform.worker, 2, 'x']]
      : []),
  ]
  return rows.map(([name, value, atMost, unit]) => ({
    name,
    value,
    atMost,
    unit,
    met: value <= atMost,
  }))
}
