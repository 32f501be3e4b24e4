import { describe, expect, test } from "vitest";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import { Queue } from "../pool/tasks.ts";
import { type Call, type Line, type PoolWorker, WorkerPool } from "../pool/worker-pool.ts";
import { affinity, type AffinityOptions } from "./affinity.ts";

const call = (task: string, key?: string): Call => ({ task, options: { key }, place: 0 }) as never;

/** Workers of which only this is known: whether they are there and have room. */
function worker(): { -readonly [Name in keyof PoolWorker]: PoolWorker[Name] } & { room: boolean } {
  const made = { state: "ready", calls: new Map(), room: true, lane: { hasRoom: () => made.room } };
  return made as never;
}
type Worker = ReturnType<typeof worker>;

function withWorkers(count: number, options?: AffinityOptions, make = (): Line => new Queue<Call>()) {
  const ability = affinity(options);
  const line = ability.line?.(make)() as Line;
  const life = ability.life?.(undefined as never);
  const workers = Array.from({ length: count }, worker);
  for (const each of workers) life?.workerReady?.(each);
  const take = (by: Worker): string | undefined => {
    const next = line.peek(by);
    if (!next) return undefined;
    line.remove(next);
    life?.given?.(next, by);
    return next.task;
  };
  const kill = (dead: Worker): void => {
    dead.state = "gone";
    life?.workerGone?.(dead, { exitCode: 1, signal: null }, "ready");
  };
  return { ability, line, workers: workers as [Worker, Worker, ...Worker[]], take, kill };
}

describe("its line", () => {
  test("calls of a key are for the worker that had the first, others for any, in the order they came", () => {
    const { line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    for (const each of [call("a1", "a"), call("a2", "a"), call("x"), call("a3", "a"), call("y")]) line.add(each);
    expect(take(one)).toBe("a1");
    expect([take(two), take(two), take(two)]).toEqual(["x", "y", undefined]);
    line.add(call("z"));
    expect(line.size).toBe(3);
    expect([take(one), take(one), take(one)]).toEqual(["a2", "a3", "z"]);
    expect(line.size).toBe(0);
  });

  test("a worker's own calls that others have passed keep their turn before those that came later", () => {
    const { line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    line.add(call("a1", "a"));
    take(one);
    for (const each of [call("a2", "a"), call("x"), call("y"), call("a3", "a"), call("z")]) line.add(each);
    expect(take(two)).toBe("x");
    expect([take(one), take(one), take(one), take(one)]).toEqual(["a2", "y", "a3", "z"]);
  });

  test("a new key is for the worker with the fewest keys among those with room", () => {
    const { line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    line.add(call("a", "a"));
    take(one);
    line.add(call("b", "b"));
    expect(line.peek(one)).toBeUndefined();
    expect(line.peek(two)?.task).toBe("b");
    two.room = false;
    expect(line.peek(one)?.task).toBe("b");
    two.room = true;
    two.calls.set(1, call("busy"));
    expect(line.peek(one)?.task).toBe("b");
    two.calls.clear();
    two.state = "leaving";
    expect(line.peek(one)?.task).toBe("b");
  });

  test("a call that is put back goes before the others of its worker", () => {
    const { line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    const first = call("first", "a");
    line.add(first);
    line.add(call("second", "a"));
    take(one);
    expect(take(two)).toBeUndefined();
    line.add(first, true);
    expect(take(two)).toBeUndefined();
    expect([take(one), take(one)]).toEqual(["first", "second"]);
  });

  test("the keys and calls of a worker that is gone move to one other, in order", () => {
    const { line, workers, take, kill } = withWorkers(3);
    const [one, two, three] = workers as [Worker, Worker, Worker];
    line.add(call("a0", "a"));
    take(one);
    for (const each of [call("a1", "a"), call("x"), call("a2", "a"), call("a3", "a")]) line.add(each);
    expect([take(two), take(two)]).toEqual(["x", undefined]);
    kill(one);
    line.add(call("a4", "a"));
    expect([take(two), take(three), take(two), take(two), take(two), take(two)]).toEqual([
      "a1",
      undefined,
      "a2",
      "a3",
      "a4",
      undefined,
    ]);
    expect(line.size).toBe(0);
  });

  test("calls of a worker that leaves wait until it is gone", () => {
    const { line, workers, take, kill } = withWorkers(2);
    const [one, two] = workers;
    line.add(call("a1", "a"));
    take(one);
    one.state = "leaving";
    line.add(call("a2", "a"));
    expect(take(two)).toBeUndefined();
    kill(one);
    expect(take(two)).toBe("a2");
  });

  test("the keys of a worker that is gone are free before its end is told", () => {
    const { line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    line.add(call("a1", "a"));
    take(one);
    one.state = "gone";
    line.add(call("a2", "a"));
    expect(take(two)).toBe("a2");
  });

  test("the keys of a worker that is gone take no other's place", () => {
    const { line, workers, take, kill } = withWorkers(3, { maxKeys: 2 });
    const [one, two, three] = workers as [Worker, Worker, Worker];
    for (const [key, by] of [
      ["b", two],
      ["a", one],
    ] as const) {
      line.add(call(key, key));
      take(by);
    }
    kill(one);
    line.add(call("c", "c"));
    expect(take(three)).toBe("c");
    line.add(call("b", "b"));
    two.room = false;
    expect([take(three), take(two)]).toEqual([undefined, "b"]);
  });

  test("a call is taken out wherever it stands", () => {
    const { line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    line.add(call("a", "a"));
    take(one);
    const [own, common] = [call("own", "a"), call("common", "b")];
    for (const each of [own, common, call("kept", "b")]) line.add(each);
    expect(line.peek(two)?.task).toBe("common");
    line.remove(own);
    line.remove(common);
    line.remove(common);
    expect(line.size).toBe(1);
    expect([take(two), line.size]).toEqual(["kept", 0]);
  });

  test("a forgotten key is new", () => {
    const { ability, line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    line.add(call("a", "a"));
    take(one);
    ability.forget("a");
    ability.forget("never known");
    line.add(call("again", "a"));
    expect(take(two)).toBe("again");
  });

  test("no more keys are remembered than may be, and the one that was used longest ago is forgotten", () => {
    const { line, workers, take } = withWorkers(2, { maxKeys: 2 });
    const [one, two] = workers;
    for (const key of ["a", "b", "a", "c"]) {
      line.add(call(key, key));
      two.room = false;
      take(one);
    }
    two.room = true;
    line.add(call("a", "a"));
    expect(take(two)).toBeUndefined();
    line.add(call("b", "b"), true);
    expect([take(two), take(one)]).toEqual(["b", "a"]);
  });

  test("a worker that asks and is not given its call leaves the order as it was", () => {
    const { line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    line.add(call("a1", "a"));
    take(one);
    for (const each of [call("a2", "a"), call("x"), call("a3", "a"), call("y")]) line.add(each);
    take(two);
    for (const each of [one, two, one, two]) line.peek(each);
    expect([take(one), take(one), take(one)]).toEqual(["a2", "a3", "y"]);
  });

  test("a call that waits for its worker still does when its key was forgotten and has another home", () => {
    const { ability, line, workers, take } = withWorkers(2);
    const [one, two] = workers;
    line.add(call("a1", "a"));
    take(one);
    line.add(call("a2", "a"));
    expect(take(two)).toBeUndefined();
    ability.forget("a");
    line.add(call("a3", "a"));
    expect(take(two)).toBe("a3");
    expect([line.peek(one)?.task, take(two), take(one), line.size]).toEqual(["a2", undefined, "a2", 0]);
  });

  test("which call is next among those a worker may have is for the inner line to say", () => {
    /** The shortest name first. */
    const shortest = (): Line => {
      const calls = new Set<Call>();
      return {
        get size() {
          return calls.size;
        },
        add: (call) => void calls.add(call),
        peek: () => [...calls].sort((a, b) => a.task.length - b.task.length)[0],
        remove: (call) => void calls.delete(call),
      };
    };
    const { line, workers, take } = withWorkers(2, {}, shortest);
    const [one, two] = workers;
    line.add(call("a", "a"));
    take(one);
    for (const each of [call("aaa", "a"), call("aaaaa", "a"), call("xxxx"), call("yyyyyy")]) line.add(each);
    expect(take(two)).toBe("xxxx");
    line.add(call("zz"));
    expect([take(one), take(one), take(one), take(one)]).toEqual(["zz", "aaa", "aaaaa", "yyyyyy"]);
  });
});

describe("in a pool", () => {
  const tasks = {
    who(this: { worker: number }): number {
      return this.worker;
    },
    hold: (): Promise<void> => new Promise(() => {}),
  };
  const { connect, all } = fakeWorkers(tasks);
  const make = (ability = affinity()): WorkerPool<typeof tasks> =>
    new WorkerPool<typeof tasks>(connect, { workers: 3, abilities: [ability] });

  test("new keys are spread evenly, and their calls go where the first went", async () => {
    await using pool = make();
    await pool.prewarm();
    const keys = ["a", "b", "c", "d", "e", "f"];
    const homes: number[] = [];
    for (const key of keys) homes.push(await pool.submit("who", [], { key }));
    expect(homes.toSorted((a, b) => a - b)).toEqual([0, 0, 1, 1, 2, 2]);
    const again = await Promise.all(Array.from({ length: 60 }, (_, i) => pool.submit("who", [], { key: keys[i % 6] })));
    expect(again).toEqual(Array.from({ length: 60 }, (_, i) => homes[i % 6]));
  });

  test("calls that wait for a worker are run by another when it dies", async () => {
    await using pool = make();
    await pool.prewarm();
    const before = all.length;
    const dying = pool.submit("hold", [], { key: "a" });
    const behind = [1, 2, 3].map(() => pool.submit("who", [], { key: "a" }));
    await pool.submit("who", []);
    const holder = all.slice(0, before).find(({ received }) => JSON.stringify(received).includes("hold"));
    holder?.die();
    await expect(dying).rejects.toThrow("died while it ran");
    expect(new Set(await Promise.all(behind)).size).toBe(1);
  });

  test("one ability may serve several pools, and their keys are their own", async () => {
    const ability = affinity();
    await using one = make(ability);
    await using two = make(ability);
    for (const pool of [one, two]) {
      await pool.prewarm();
      for (const [number, key] of ["a", "b", "c", "a"].entries())
        expect(await pool.submit("who", [], { key })).toBe(number % 3);
    }
    ability.forget("a");
    for (const pool of [one, two]) {
      const busy = pool.submit("hold", [], { timeout: 0 }).catch(() => {});
      await busy;
      expect(await pool.submit("who", [], { key: "d" })).toBe(0);
      expect(await pool.submit("who", [], { key: "a" })).toBe(0);
    }
  });

  test.each([1, null, {}])("a key of %o rejects the call, and the pool goes on", async (wrong) => {
    await using pool = make();
    const refused = pool.submit("who", [], { key: wrong as string });
    await expect(refused).rejects.toThrow(/^Cannot submit "who": wanted a key that is a string, found/);
    expect(await pool.submit("who", [], { key: "" })).toBe(0);
  });
});

test("fewer than one key to remember is refused", () => {
  expect(() => affinity({ maxKeys: 0 })).toThrow(RangeError);
});
