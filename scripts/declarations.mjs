// Rolls the declarations of each entry into one file, so that they name no package but ours.
import { execFileSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'

const root = join(import.meta.dirname, '..')

/** @param {{ name: string, source: string }[]} entries - names in dist/, and paths in src/ */
export async function declarations(entries) {
  rmSync(join(root, '.cache/types'), { recursive: true, force: true })
  const tsc = join(root, 'node_modules/typescript-7/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', join(root, 'scripts/tsconfig.build.json')], {
    stdio: 'inherit',
  })
  for (const { name, source } of entries) {
    const rolled = join(root, `dist/${name}.d.ts`)
    const bundle = await rollup({
      input: join(root, `.cache/types/${source}.d.ts`),
      plugins: [dts()],
      // What no exported type needs, such as zod, stays out.
      treeshake: { moduleSideEffects: false },
      onwarn: ({ code, message }) => {
        if (code === 'UNUSED_EXTERNAL_IMPORT') return
        throw new Error(`declarations of ${name}: ${message}`)
      },
    })
    await bundle.write({ file: rolled })
    copyFileSync(rolled, join(root, `dist/${name}.d.mts`))
  }
}
