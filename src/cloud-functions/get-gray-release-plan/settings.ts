import { variable, variables } from '../settings'

/** The variables of this function besides those of every function. */
export const VARIABLES = variables({
  /** How long a plan is kept, in seconds: 0 (off) to 3600; 10 for anything else. */
  GRAY_RELEASE_CACHE_SECONDS: variable((text) => {
    const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
    return seconds <= 3600 ? seconds : 10
  }),
})
