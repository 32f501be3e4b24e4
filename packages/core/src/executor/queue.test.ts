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
    const queue = new Queue();
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
    const queue = new Queue();
    const calls = ["a", "b", "c"].map(call);
    for (const each of calls) queue.add(each);
    queue.remove(calls[1] ?? call("none"));
    expect(drain(queue)).toEqual(["a", "c"]);
  });

  it("puts a call that came back before all others", () => {
    const queue = new Queue();
    for (const name of ["a", "b", "c"]) queue.add(call(name));
    const first = queue.peek();
    queue.shift();
    if (first) queue.putBack(first);
    expect(drain(queue)).toEqual(["a", "b", "c"]);
  });
});
