import { thisInstance } from '../this-instance'
import { createWatchMain } from './main'

/** The ready-made cloud function that checks the staged release and notifies a team of what happened. */
export const main = createWatchMain(thisInstance())
