import { describe, expect, it } from "vitest";
import { AsyncPool } from "./async-pool.ts";
import { type ChunkOptions, mapInChunks } from "./chunks.ts";
import type { Executor } from "./executor.ts";

interface Tasks {
  same(value: number): number;
}

/** An executor that says of a chunk that it took so long, by its length; and the lengths it was given. */
function taking(milliseconds: (length: number) => number): { executor: Executor<Tasks>; lengths: number[] } {
  const lengths: number[] = [];
  async function* map(_task: string, chunks: AsyncIterable<number[]>): AsyncGenerator {
    for await (const values of chunks) {
      lengths.push(values.length);
      yield { values, took: milliseconds(values.length) };
    }
  }
  return { executor: { map } as never, lengths };
}

async function lengthsOf(
  milliseconds: (length: number) => number,
  count: number,
  options: ChunkOptions = {},
): Promise<number[]> {
  const { executor, lengths } = taking(milliseconds);
  const values: number[] = [];
  for await (const value of mapInChunks(executor, "same", range(count), options)) values.push(value);
  expect(values).toEqual(range(count));
  return lengths;
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe("mapInChunks()", () => {
  it("doubles chunks while they take less than is aimed at", async () => {
    expect(await lengthsOf((length) => length / 8, 39)).toEqual([1, 2, 4, 8, 8, 8, 8]);
    expect(await lengthsOf((length) => length / 8, 7, { aim: 0.25 })).toEqual([1, 2, 2, 2]);
  });

  it("halves them when they take more than five times that", async () => {
    let calls = 0;
    const slower = (length: number): number => (calls++ < 3 ? 0 : length * 2);
    expect(await lengthsOf(slower, 21)).toEqual([1, 2, 4, 8, 4, 2]);
  });

  it("keeps a size that is given, and what is left at the end", async () => {
    expect(await lengthsOf(() => 0, 10, { chunk: 4 })).toEqual([4, 4, 2]);
  });

  it("makes chunks of a quarter of lookAhead at most", async () => {
    expect(await lengthsOf(() => 0, 15, { lookAhead: 17 })).toEqual([1, 2, 4, 4, 4]);
    expect(await lengthsOf(() => 0, 3, { lookAhead: 1, chunk: 100 })).toEqual([1, 1, 1]);
  });

  it("goes on as its caller asked: each call knows its context", async () => {
    const contexts: unknown[] = [];
    const plugin = { submitted: (call: { options: { context?: unknown } }) => contexts.push(call.options.context) };
    await using pool = new AsyncPool({ same: (value: number) => value }, { plugins: [plugin] });
    for await (const _ of mapInChunks(pool, "same", [1, 2, 3], { context: "mine", chunk: 2 }));
    expect(contexts).toEqual(["mine", "mine"]);
  });
});
