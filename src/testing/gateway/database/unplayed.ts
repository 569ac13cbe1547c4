/** Names what the cloud's database can do and this one can't, beside what it can. */
export const unplayed = (what: string, played: readonly string[]): Error =>
  new Error(`${what}; played are ${played.join(', ')}`)
