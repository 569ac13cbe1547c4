import { thisInstance } from '../this-instance'
import { createWatchMain } from './main'

/** The ready-made cloud function that looks at the staged release and tells a team what happened. */
export const main = createWatchMain(thisInstance())
