/** Locks, barriers and queues between threads, in orders by lot: every order of the fewest threads is tried in the long tests. */
import { describe, expect, it } from "vitest";
import { interleave, surprises } from "./support/interleave.ts";

describe.each(["node", "deno", "bun"])("threads that synchronize in %s", (runtime) => {
  it("keep their promises in 24 orders of two to eight, and each planted fault is found", async () => {
    const tried = await interleave(runtime, 24, 1);
    expect(surprises(tried)).toEqual([]);
    expect(tried.filter(({ variant }) => variant === "right").length).toBeGreaterThan(30);
  });
});
