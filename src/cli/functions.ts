/** The ready-made cloud functions, by the names that they are uploaded under. */
export const FUNCTIONS = ['getGrayReleasePlan', 'watchGrayRelease'] as const

/** The name of a ready-made cloud function. */
export type FunctionName = (typeof FUNCTIONS)[number]

export const isFunction = (name: string): name is FunctionName =>
  FUNCTIONS.some((one) => one === name)
