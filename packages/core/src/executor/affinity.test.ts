import { describe, expect, it } from "vitest";
import { Affinity } from "./affinity.ts";
import { Call } from "./call.ts";
import type { WorkerHandle } from "./worker-handle.ts";

const owner = { interrupted: () => {}, settled: () => {} };
const call = (name: string, key?: string): Call => new Call(name, [], { key }, owner);

/** Workers of which only this is known: whether they have room. */
const worker = (): WorkerHandle & { takesCalls: boolean } =>
  ({ takesCalls: true, inFlight: { hasRoom: true } }) as never;

function withWorkers(count: number): { affinity: Affinity; workers: ReturnType<typeof worker>[] } {
  const affinity = new Affinity();
  const workers = Array.from({ length: count }, worker);
  for (const each of workers) affinity.workerReady(each);
  return { affinity, workers };
}

function take(affinity: Affinity, by?: WorkerHandle): string | undefined {
  const next = affinity.peek(by);
  affinity.shift(by);
  return next?.task;
}

describe("Affinity", () => {
  it("gives calls of a key to the worker that had the first, and others to any, in the order they came", () => {
    const { affinity, workers } = withWorkers(2);
    const [one, two] = workers as [WorkerHandle, WorkerHandle];
    for (const each of [call("a1", "a"), call("a2", "a"), call("x"), call("a3", "a"), call("y")]) affinity.add(each);
    expect(take(affinity, one)).toBe("a1");
    expect([take(affinity, two), take(affinity, two), take(affinity, two)]).toEqual(["x", "y", undefined]);
    affinity.add(call("z"));
    expect(affinity.size).toBe(3);
    expect([take(affinity, one), take(affinity, one), take(affinity, one)]).toEqual(["a2", "a3", "z"]);
    expect(affinity.size).toBe(0);
  });

  it("offers a new key to the worker with the fewest keys among those with room", () => {
    const { affinity, workers } = withWorkers(2);
    const [one, two] = workers as [ReturnType<typeof worker>, ReturnType<typeof worker>];
    affinity.add(call("a", "a"));
    take(affinity, one);
    affinity.add(call("b", "b"));
    expect(affinity.peek(one)).toBeUndefined();
    expect(affinity.peek(two)?.task).toBe("b");
    two.takesCalls = false;
    expect(affinity.peek(one)?.task).toBe("b");
  });

  it("puts a call that came back before the others of its worker", () => {
    const { affinity, workers } = withWorkers(1);
    const [one] = workers;
    const [first, second] = [call("first", "a"), call("second", "a")];
    affinity.add(first);
    affinity.add(second);
    take(affinity, one);
    affinity.putBack(first);
    expect([take(affinity, one), take(affinity, one)]).toEqual(["first", "second"]);
  });

  it("moves the keys and calls of a worker that is gone, in order", () => {
    const { affinity, workers } = withWorkers(2);
    const [one, two] = workers as [WorkerHandle, WorkerHandle];
    const had = call("a0", "a");
    affinity.add(had);
    take(affinity, one);
    for (const each of [call("a1", "a"), call("x"), call("a2", "a")]) affinity.add(each);
    expect(affinity.peek(two)?.task).toBe("x");
    affinity.workerGone(one);
    affinity.putBack(had); // it had not begun it
    affinity.add(call("a3", "a"));
    const order = Array.from({ length: 6 }, () => take(affinity, two));
    expect(order).toEqual(["a0", "a1", "x", "a2", "a3", undefined]);
  });

  it("takes a call out wherever it stands", () => {
    const { affinity, workers } = withWorkers(1);
    const [one] = workers;
    affinity.add(call("a", "a"));
    take(affinity, one);
    const [own, common] = [call("own", "a"), call("common", "b")];
    affinity.add(own);
    affinity.add(common);
    affinity.add(call("kept", "b"));
    affinity.remove(own);
    affinity.remove(common);
    expect([take(affinity, one), affinity.size]).toEqual(["kept", 0]);
    affinity.add(call("next", "b"));
    expect(take(affinity, one)).toBe("next");
  });

  it("gives everything to who asks in nobody's name: a pool that has no workers left", () => {
    const { affinity, workers } = withWorkers(1);
    affinity.add(call("a", "a"));
    take(affinity, workers[0]);
    for (const each of [call("own", "a"), call("common"), call("new", "b")]) affinity.add(each);
    expect(new Set([take(affinity), take(affinity), take(affinity)])).toEqual(new Set(["own", "common", "new"]));
    expect(affinity.peek()).toBeUndefined();
  });

  it("forgets a key when asked to", () => {
    const { affinity, workers } = withWorkers(2);
    const [one, two] = workers as [WorkerHandle, WorkerHandle];
    affinity.add(call("a", "a"));
    take(affinity, one);
    affinity.forget("a");
    affinity.add(call("again", "a"));
    expect(take(affinity, two)).toBe("again");
  });
});
