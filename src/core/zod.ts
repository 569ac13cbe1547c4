/**
 * The parts of zod that the schemas are made of. They are its core: the methods that zod/mini adds to
 * each schema, which nothing here calls, would be bundled into whatever calls this package. The build
 * bundles this file by itself and minifies it, so that the code around it stays readable in what is
 * published.
 *
 * @see https://zod.dev/packages/core
 */
export {
  $ZodCustom,
  $ZodObject,
  $ZodOptional,
  type $ZodShape,
  type $ZodType,
  safeParse,
} from 'zod/v4/core'
