/**
 * Seeded random numbers, for inputs that are the same in every cell. Integer arithmetic only, so that every engine draws the
 * same: mulberry32, by Tommy Ettinger, 32 bits of state.
 */
export class Random {
  #state: number;

  /** `stream` gives the same seed many independent sequences, e.g. one for each file. */
  constructor(seed: number, stream = 0) {
    this.#state = (seed ^ Math.imul(stream + 1, 0x9e3779b1)) | 0;
  }

  /** From 0 to 2³² − 1. */
  uint32(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from `lowest` to `highest`, both included. */
  between(lowest: number, highest: number): number {
    return lowest + Math.floor((this.uint32() / 2 ** 32) * (highest - lowest + 1));
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const words = new Uint32Array(Math.ceil(length / 4));
    for (let index = 0; index < words.length; index++) words[index] = this.uint32();
    return new Uint8Array(words.buffer, 0, length);
  }
}
