// Chance that can be repeated: the same seed gives the same operations.

/** Numbers from 0 to below 1 (mulberry32). */
const numbers = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

export class Chance {
  constructor(seed) {
    this.next = numbers(seed);
  }

  /** A whole number from 0 to below `end`. */
  below(end) {
    return Math.floor(this.next() * end);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  /** Whether something of this probability happens. */
  is(probability) {
    return this.next() < probability;
  }

  /** Up to `most` different ones, at least one. */
  some(list, most) {
    const rest = [...list];
    const taken = [];
    for (let left = 1 + this.below(most); left > 0 && rest.length > 0; left -= 1) taken.push(...rest.splice(this.below(rest.length), 1));
    return taken;
  }
}
