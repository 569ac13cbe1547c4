/**
 * The parts of zod that the schemas are made of. The build bundles this file by itself and minifies
 * it, so that the code around it stays readable in what is published.
 */
export {
  boolean,
  custom,
  nullish,
  number,
  object,
  pipe,
  refine,
  string,
  transform,
  unknown,
  type ZodMiniType,
} from 'zod/mini'
