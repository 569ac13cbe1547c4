import { thisInstance } from '../this-instance'
import { createPlanMain } from './main'

/** The ready-made cloud function: answers with the staged release under way, or with why it can't. */
export const main = createPlanMain(thisInstance())
