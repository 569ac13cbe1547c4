import { thisInstance } from '../this-instance'
import { createPlanMain } from './main'

/** The ready-made cloud function: returns the staged release in progress, or an error. */
export const main = createPlanMain(thisInstance())
