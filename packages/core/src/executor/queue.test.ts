import { describe, expect, it } from "vitest";
import { Call } from "./call.ts";
import { Queue } from "./queue.ts";

const owner = { interrupted: () => {}, settled: () => {} };
const call = (name: string): Call => {
  const made = new Call(name, [], {}, owner);
  made.promise.catch(() => {});
  return made;
};

/** Takes everything out, by name. */
function drain(queue: Queue): string[] {
  const names: string[] = [];
  for (let next = queue.peek(); next; next = queue.peek()) {
    names.push(next.task);
    queue.shift();
  }
  return names;
}

describe("Queue", () => {
  it("gives calls back in the order they came, also while more come", () => {
    const queue = new Queue({});
    const wanted = Array.from({ length: 1000 }, (_, i) => String(i));
    const found: string[] = [];
    for (const name of wanted) {
      queue.add(call(name));
      if (Number(name) % 3 === 0) {
        found.push(queue.peek()?.task ?? "");
        queue.shift();
      }
    }
    expect([...found, ...drain(queue)]).toEqual(wanted);
    expect(queue.size).toBe(0);
  });

  it("takes a call out of the middle", () => {
    const queue = new Queue({});
    const calls = ["a", "b", "c"].map(call);
    for (const each of calls) queue.add(each);
    queue.remove(calls[1] ?? call("none"));
    expect(drain(queue)).toEqual(["a", "c"]);
  });

  it("rejects a call beyond the limit when told to, and takes none in", async () => {
    const queue = new Queue({ queueLimit: 1, whenFull: "reject" });
    queue.add(call("a"));
    const late = call("b");
    queue.add(late);
    await expect(late.promise).rejects.toMatchObject({ name: "QueueFull" });
    expect(drain(queue)).toEqual(["a"]);
  });

  it("rejects on close those that were held back beyond the limit, and keeps the others", async () => {
    const queue = new Queue({ queueLimit: 2 });
    const calls = ["a", "b", "c", "d"].map(call);
    for (const each of calls) queue.add(each);
    queue.shift();
    queue.close();
    await expect(calls[3]?.promise).rejects.toMatchObject({ name: "PoolClosed" });
    expect(drain(queue)).toEqual(["b", "c"]);
  });

  it.each([-1, Number.NaN])("refuses %d as a limit", (queueLimit) => {
    expect(() => new Queue({ queueLimit })).toThrow(RangeError);
  });
});
