/** All chance of a run comes from here: the same seed, the same run. */
export interface Random {
  /** From 0 up to, and without, 1. */
  next(): number
  chance(probability: number): boolean
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  /** @throws Error when there is nothing to pick from */
  pick<Item>(items: readonly Item[]): Item
}

/** Mulberry32: 32 bits of state are plenty for a run of some thousand draws. */
export function createRandom(seed: number): Random {
  let state = (seed ^ 0x5eed_5eed) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    chance: (probability) => next() < probability,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick(items) {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}
