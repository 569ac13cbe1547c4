// Numbers that look random and are the same in every process and run: a seed names them.

/** Makes a generator of numbers from 0 to below 1 (mulberry32). */
export function generator(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from `from` to `to`. */
export const whole = (random, from, to) => from + Math.floor(random() * (to - from + 1))

export const pick = (random, list) => list[whole(random, 0, list.length - 1)]
