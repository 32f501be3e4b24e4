/**
 * Random numbers that are the same everywhere for the same seed.
 *
 * The generator is Chris Doty-Humphrey's sfc32 (PractRand 0.94): 128 bits of state, a counter among them, so that no
 * cycle is shorter than 2³². Seeded as PractRand does with three words, then the first 15 numbers are thrown away.
 */

/** Gives whole numbers from 0 to 2³² − 1. */
export type Random = () => number;

/** A generator for one stream of a seed. Both are whole numbers from 0; the seed at most 2⁵³ − 1, the stream 2³² − 1. */
export function createRandom(seed: number, stream: number): Random {
  let a = seed >>> 0;
  let b = Math.floor(seed / 2 ** 32);
  let c = stream >>> 0;
  let counter = 1;
  const next = (): number => {
    const value = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + value) >>> 0;
    return value;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** A whole number from 0 to `limit` − 1, each equally likely: numbers of the last, incomplete round are drawn again. */
export function below(limit: number, random: Random): number {
  const whole = 2 ** 32 - (2 ** 32 % limit);
  let value = random();
  while (value >= whole) value = random();
  return value % limit;
}

/** A new array in random order (Fisher and Yates, as Durstenfeld wrote it in 1964). */
export function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = below(last + 1, random);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}
