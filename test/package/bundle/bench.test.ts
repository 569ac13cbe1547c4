import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNode } from './variants'

/** Runs what is in bench/, which are ES modules, and reads the JSON that it printed. */
function evaluate(script: string): unknown {
  const { output } = runNode(['--input-type=module', '-e', script])
  try {
    return JSON.parse(output)
  } catch {
    throw new Error(output)
  }
}

const start = (milliseconds: number, peakMiB: number) => ({ milliseconds, peakMiB })
const figures = {
  machine: { cpu: 'CPU', cores: 2, system: 'Linux x64' },
  coldStart: [
    {
      node: '20.0.0',
      rounds: 21,
      medians: {
        official: start(200, 80),
        bundled: start(120, 75),
        ours: start(50, 48),
        limit: start(33, 42),
        bare: start(22, 38),
      },
    },
  ],
  warm: {
    raw: 2,
    overhead: 0.04,
    rawBatch: 0.5,
    overheadBatch: 0.02,
    cached: 0.008,
    replyMicroseconds: 0.5,
    errorMicroseconds: 0.9,
  },
  sizes: {
    official: { files: 5849, bytes: 2e7, zipped: 7e6 },
    ours: { files: 4, bytes: 2.5e5, zipped: 78_000 },
    package: 28_000,
  },
  loadMilliseconds: 4,
}

it('tells which targets were met', () => {
  const [targets, table] = evaluate(
    `import { targets } from './bench/targets.mjs'
    import { table } from './bench/table.mjs'
    const figures = ${JSON.stringify(figures)}
    const list = targets(figures)
    console.log(JSON.stringify([list, table({ ...figures, targets: list })]))`,
  ) as [{ name: string; value: number; met: boolean }[], string]
  expect(targets.filter(({ met }) => !met)).toMatchObject([
    { name: "the facade's overhead, 50 at a time", value: 4, atMost: 3 },
  ])
  expect(targets).toHaveLength(9)
  expect(table.match(/ met$/gm)).toHaveLength(8)
  expect(table).toMatch(/50 at a time +4\.00 % +3 % +MISSED/)
  expect(table).toMatch(/ready-made function +50\.0 +48\.0 +0\.250/)
})

it('draws each cold start to scale', () => {
  const svg = evaluate(
    `import { chart } from './bench/chart.mjs'
    console.log(JSON.stringify(chart('20.0.0', ${JSON.stringify(figures.coldStart[0]?.medians)})))`,
  ) as string
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width))
  expect(widths).toEqual([400, 240, 100, 66, 44])
  expect(svg).toContain('50 ms, 0.25')
})

it('weighs a folder as zip does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weigh-'))
  const weigh = (): unknown =>
    evaluate(
      `import { weigh } from './bench/deployables.mjs'
      console.log(JSON.stringify(weigh(${JSON.stringify(folder)})))`,
    )
  mkdirSync(join(folder, 'inner'))
  writeFileSync(join(folder, 'inner/b.txt'), 'x')
  // What zip makes of it with no extra fields: 30 + 11 + 1, 46 + 11, and 22.
  expect(weigh()).toEqual({ files: 1, bytes: 1, zipped: 121 })
  writeFileSync(join(folder, 'a.txt'), 'the same words, again and again. '.repeat(500))
  const { files, bytes, zipped } = weigh() as { [name: string]: number }
  rmSync(folder, { recursive: true })
  expect({ files, bytes }).toEqual({ files: 2, bytes: 16_501 })
  expect(zipped).toBeLessThan(500)
})
