import { describe, expect, it } from "vitest";
import { BoundedQueue } from "./bounded-queue.ts";
import { Call } from "./call.ts";

const owner = { interrupted: () => {}, settled: () => {} };
const call = (name: string): Call => {
  const made = new Call(name, [], {}, owner);
  made.promise.catch(() => {});
  return made;
};

/** Takes everything out, by name. */
function drain(queue: BoundedQueue): string[] {
  const names: string[] = [];
  for (let next = queue.peek(); next; next = queue.peek()) {
    names.push(next.task);
    queue.shift();
  }
  return names;
}

describe("BoundedQueue", () => {
  it("rejects a call beyond the limit when told to, and takes none in", async () => {
    const queue = new BoundedQueue({ limit: 1, whenFull: "reject" });
    queue.add(call("a"));
    const late = call("b");
    queue.add(late);
    await expect(late.promise).rejects.toMatchObject({ name: "QueueFull" });
    expect(drain(queue)).toEqual(["a"]);
  });

  it("rejects on close those that were held back beyond the limit, and keeps the others", async () => {
    const queue = new BoundedQueue({ limit: 2 });
    const calls = ["a", "b", "c", "d"].map(call);
    for (const each of calls) queue.add(each);
    queue.shift();
    queue.close();
    await expect(calls[3]?.promise).rejects.toMatchObject({ name: "PoolClosed" });
    expect(drain(queue)).toEqual(["b", "c"]);
  });

  it.each([-1, Number.NaN])("refuses %d as a limit", (limit) => {
    expect(() => new BoundedQueue({ limit })).toThrow(RangeError);
  });
});
