import { describe, expect, it } from "vitest";
import { Call } from "./call.ts";
import { PriorityQueue } from "./priority-queue.ts";

const owner = { interrupted: () => {}, settled: () => {} };
const call = (name: string, priority?: number): Call => new Call(name, [], { priority }, owner);

function drain(queue: PriorityQueue): string[] {
  const names: string[] = [];
  for (let next = queue.peek(); next; next = queue.peek()) {
    names.push(next.task);
    queue.shift();
  }
  return names;
}

describe("PriorityQueue", () => {
  it("gives the highest priority first, equals in the order they came, 0 where none is given", () => {
    const queue = new PriorityQueue();
    const calls = [call("a"), call("b", 2), call("c", -1), call("d", 2), call("e", 0), call("f", 2.5)];
    for (const each of calls) queue.add(each);
    expect(queue.size).toBe(6);
    expect(drain(queue)).toEqual(["f", "b", "d", "a", "e", "c"]);
    expect(queue.size).toBe(0);
  });

  it("gives a call that was put back its old turn", () => {
    const queue = new PriorityQueue();
    const [first, second] = [call("first", 1), call("second", 1)];
    queue.add(first);
    queue.add(second);
    queue.shift();
    queue.add(call("third", 1));
    queue.add(call("urgent", 2));
    queue.putBack(first);
    expect(drain(queue)).toEqual(["urgent", "first", "second", "third"]);
  });

  it("does not know a call that has left", () => {
    const queue = new PriorityQueue();
    const gone = call("gone", 1);
    queue.add(gone);
    queue.add(call("kept"));
    queue.shift();
    queue.remove(gone);
    queue.remove(call("never came"));
    expect(drain(queue)).toEqual(["kept"]);
  });

  it("agrees with a sorted list over three thousand random steps", () => {
    const queue = new PriorityQueue();
    let list: { call: Call; priority: number; arrival: number }[] = [];
    const left: typeof list = [];
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let step = 0; step < 3000; step++) {
      list.sort((a, b) => b.priority - a.priority || a.arrival - b.arrival);
      expect(queue.peek()).toBe(list[0]?.call);
      const what = random(10);
      if (what < 5) {
        const priority = random(5);
        const added = { call: call(String(step), priority), priority, arrival: step };
        list.push(added);
        queue.add(added.call);
      } else if (what < 8) {
        const first = list.shift();
        if (first) left.push(first);
        queue.shift();
      } else if (what === 8) {
        const back = left.pop();
        if (!back) continue;
        list.push(back);
        queue.putBack(back.call);
      } else {
        const removed = list[random(list.length || 1)];
        if (!removed) continue;
        list = list.filter((each) => each !== removed);
        queue.remove(removed.call);
      }
      expect(queue.size).toBe(list.length);
    }
  });
});
