/** Locks, barriers and queues between threads: every order of the fewest threads, and many orders by lot of up to eight. */
import { describe, expect, it } from "vitest";
import { interleave, surprises } from "../support/interleave.ts";

const ORDERS = 10_000;

describe.each(["node", "deno", "bun"])("threads that synchronize in %s", (runtime) => {
  it(`keep their promises in every order of the fewest threads and ${ORDERS} orders of up to eight`, async () => {
    expect(surprises(await interleave(runtime, ORDERS, 2, true))).toEqual([]);
  });
});
