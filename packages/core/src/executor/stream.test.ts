import { describe, expect, expectTypeOf, it } from "vitest";
import { AsyncPool } from "./async-pool.ts";
import type { TaskContext } from "./executor.ts";
import { stream } from "./stream.ts";

let began = 0;
let left = 0;
const tasks = {
  async *count(last: number): AsyncGenerator<number, string> {
    began++;
    try {
      for (let item = 1; item <= last; item++) yield item;
      return "done";
    } finally {
      left++;
    }
  },
  async progress(this: TaskContext, last: number): Promise<boolean> {
    for (let item = 1; item <= last; item++) await this.emit(item);
    return true;
  },
};

describe("stream()", () => {
  it("knows the types of what is emitted and returned", async () => {
    await using pool = new AsyncPool(tasks);
    const counted = stream(pool, "count", [1]);
    const told = stream(pool, "progress", [1]);
    expectTypeOf(counted).toEqualTypeOf<AsyncGenerator<number, string, undefined>>();
    expectTypeOf(told).toEqualTypeOf<AsyncGenerator<unknown, boolean, undefined>>();
    expect([await counted.next(), await counted.next()]).toEqual([
      { done: false, value: 1 },
      { done: true, value: "done" },
    ]);
    expect([await told.next(), await told.next()]).toEqual([
      { done: false, value: 1 },
      { done: true, value: true },
    ]);
  });

  it("submits nothing before the first item is asked for", async () => {
    await using pool = new AsyncPool(tasks);
    const before = began;
    const never = stream(pool, "count", [3]);
    await never.return("not begun");
    expect(began).toBe(before);
  });

  it("lets go of the task when its consumer throws", async () => {
    await using pool = new AsyncPool(tasks);
    const before = left;
    const consume = async (): Promise<void> => {
      for await (const item of stream(pool, "count", [Infinity])) if (item === 3) throw new EvalError("enough");
    };
    await expect(consume()).rejects.toThrow("enough");
    await pool.close();
    expect([left, pool.abandoned]).toEqual([before + 1, 0]);
  });
});
