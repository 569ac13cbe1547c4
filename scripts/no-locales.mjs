/**
 * Fails the build if zod's error messages in other languages come into a bundle: they are several
 * times the size of all the rest, and one import in the wrong form is enough.
 */
export const noLocales = {
  name: 'no-locales',
  setup({ initialOptions, onEnd }) {
    initialOptions.metafile = true
    onEnd(({ metafile }) => {
      const kept = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) =>
        Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
      )
      const locales = kept.filter(([path]) => /[\\/]zod[\\/].*[\\/]locales[\\/]/.test(path))
      if (locales.length === 0) return undefined
      const text = `${locales.length} of zod's locales come in: write import * as z from 'zod/mini'`
      return { errors: [{ text, detail: locales.map(([path]) => path) }] }
    })
  },
}
