/** The tasks of `shared-counter-wrong.ts` and `shared-counter-right.ts`: the same loop with two kinds of addition. */

/**
 * Adds 1 `times` times. Another thread may add between the read and the write of `++`; its addition is then overwritten. And an
 * engine may keep the number to itself for the whole loop, since nothing says that someone else looks at it.
 */
export function countPlainly(counter: Int32Array, times: number): void {
  for (let i = 0; i < times; i++) counter[0]!++;
}

/** Adds 1 `times` times. The read and the write of `Atomics.add` are one step that no other thread can come between. */
export function countAtomically(counter: Int32Array, times: number): void {
  for (let i = 0; i < times; i++) Atomics.add(counter, 0, 1);
}
