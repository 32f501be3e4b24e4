/** What abilities can do on the four seams, and what they cannot break. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { DeadlineExceeded, PoolClosed, TaskCancelled } from "./errors.ts";
import { type Any, ability, puppets, quiet, readied, serving } from "./support/scene.ts";
import type { Executor } from "./tasks.ts";
import { WorkerDied } from "./worker-errors.ts";
import type { Ability, Call, End, Handle } from "./worker-pool.ts";

describe("seams of abilities", () => {
  test("lines wrap lines in the order of the abilities", async () => {
    const order: string[] = [];
    const wrap = (name: string): Ability => ({
      name,
      line: (make) => () => {
        const inner = make();
        return {
          get size() {
            return inner.size;
          },
          add: (call, first) => (order.push(name), inner.add(call, first)),
          peek: (worker) => inner.peek(worker),
          remove: (call) => inner.remove(call),
        };
      },
    });
    const { pool } = puppets({ abilities: [wrap("inner"), wrap("outer")] });
    void pool.submit("any", []);
    expect(order).toEqual(["outer", "inner"]);
  });

  test("a line chooses which call is next for which worker", async () => {
    /** A worker is given only calls that name it. */
    const own: Ability = {
      name: "own",
      line: () => () => {
        const calls = new Set<Call>();
        return {
          get size() {
            return calls.size;
          },
          add: (call) => void calls.add(call),
          peek: ({ number }) => [...calls].find(({ args }) => args[0] === number),
          remove: (call) => void calls.delete(call),
        };
      },
    };
    const { pool, all } = await readied({ workers: 2, abilities: [own] });
    for (const n of [1, 1, 0]) void pool.submit("any", [n]);
    expect(all.map(({ calls }) => calls.map(({ args }) => args[0]))).toEqual([[0], [1]]);
    all[1]!.reply(1);
    await pass(0);
    expect(all[1]!.calls).toHaveLength(2);
  });

  test("lanes wrap lanes in the order of the abilities, and what one adds to a message the worker is sent", async () => {
    const wrap = (name: string): Ability => ({
      name,
      lane: (inner) => ({
        ...inner,
        message: (call) => {
          const message = inner.message(call) as { names?: string[] } & ReturnType<typeof inner.message>;
          return { ...message, names: [...(message.names ?? []), name] };
        },
      }),
    });
    const { pool, worker } = await readied({ abilities: [wrap("inner"), wrap("outer")] });
    void pool.submit("any", []);
    expect(worker.calls).toMatchObject([{ task: "any", names: ["inner", "outer"] }]);
  });

  test("calls that a lane has no room for are given when it has made some and asks to fill", async () => {
    let open = false;
    const { one, held } = ability({ lane: (inner) => ({ ...inner, hasRoom: (call) => open && inner.hasRoom(call) }) });
    const { pool, all } = await readied({ workers: 2, abilities: [one] });
    const calls = [pool.submit("any", []), pool.submit("any", []), pool.submit("any", [])];
    expect(all.map(({ calls: given }) => given.length)).toEqual([0, 0]);
    open = true;
    held.handle.fill();
    expect(all.map(({ calls: given }) => given.length)).toEqual([1, 1]);
    void calls;
  });

  test("a lane that takes more than tasksPerWorker is given more", async () => {
    const { one } = ability({ lane: (inner, worker) => ({ ...inner, hasRoom: () => worker.calls.size < 5 }) });
    const { pool, worker } = await readied({ abilities: [one] });
    for (let n = 0; n < 9; n++) void pool.submit("any", []);
    expect(worker.calls).toHaveLength(5);
  });

  test("a lane that throws on what it receives ends its worker alone", async () => {
    const { one } = ability({
      lane: (inner) => ({
        ...inner,
        receive(message) {
          if (message.type === "mine") throw new Error("not so");
          inner.receive(message);
        },
      }),
    });
    const { pool, worker } = await readied({ abilities: [one] });
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "mine" });
    expect(await now(call)).toMatchObject({ name: "WorkerDied", cause: { message: "not so" } });
  });

  test("a life is told of a call's way in order", async () => {
    const told: string[] = [];
    const { one } = ability({
      life: {
        submitted: () => told.push("submitted"),
        given: () => told.push("given"),
        ran: (_call, _worker, began, took) => told.push(`ran ${typeof began} ${typeof took}`),
        settling: (_, end) => (told.push("settling"), end),
        settled: () => told.push("settled"),
        freed: (_, how) => told.push(`freed ${how}`),
        workerStarted: () => told.push("worker started"),
        workerReady: () => told.push("worker ready"),
        workerIdle: () => told.push("worker idle"),
        workerGone: () => told.push("worker gone"),
        closing: () => told.push("closing"),
      },
    });
    const { pool, all } = puppets({ abilities: [one] });
    const call = pool.submit("any", []);
    all[0]!.ready();
    await pass(0);
    all[0]!.reply(1);
    await call;
    await pass(0);
    void pool.close();
    await now(pool.close());
    const way = ["submitted", "worker started", "worker ready", "given", "ran number number", "settling", "settled"];
    expect(told).toEqual([...way, "freed ended", "worker idle", "closing", "worker gone"]);
  });

  test("the clock of a task's run is that of the host", async () => {
    const began: number[] = [];
    const { one } = ability({ life: { ran: (_call, _worker, when) => began.push(when) } });
    const { pool, all } = puppets({ abilities: [one] });
    void pool.submit("any", []);
    all[0]!.say({ type: "ready", name: "x", timeOrigin: 1_000_000, abilities: [] });
    await pass(0);
    all[0]!.say({ type: "reply", id: 1, value: 0, began: 23, took: 1 });
    await pass(0);
    expect(began).toEqual([1_000_023]);
  });

  test("what submitted refuses is not given, keeps no place and starts nothing", async () => {
    const { one } = ability({ life: { submitted: ({ settle }) => settle({ error: new Error("not today") }) } });
    const { pool, all } = puppets({ abilities: [one] });
    const controller = new AbortController();
    const call = quiet(pool.submit("any", [], { signal: controller.signal, timeout: 1000 }));
    expect(await now(call)).toMatchObject({ message: "not today" });
    expect(all).toHaveLength(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("settling hooks change the end one after the other", async () => {
    const add = (name: string): Ability => ({
      name,
      life: () => ({ settling: (_, end) => ("value" in end ? { value: `${String(end.value)} ${name}` } : end) }),
    });
    const { pool, worker } = await readied({ abilities: [add("first"), add("second")] });
    const call = pool.submit("any", []);
    worker.reply("value");
    expect(await now(call)).toBe("value first second");
  });

  /** Keeps every call's first end, and tells of those that settle. */
  function keeping(then: (call: Call, handle: Handle, end: End) => void) {
    const kept = new Set<Call>();
    const settled: string[] = [];
    const { one, held } = ability({
      life: {
        settling(call, end) {
          if (kept.has(call)) return end;
          kept.add(call);
          then(call, held.handle, end);
          return undefined;
        },
        settled: (call) => settled.push(call.task),
      },
    });
    return { one, settled, held };
  }

  test("a call that settling keeps and puts in line again has another try", async () => {
    const { one, settled } = keeping((call, handle) => queueMicrotask(() => handle.again(call)));
    const { pool, worker } = await readied({ abilities: [one] });
    const call = pool.submit("any", [7]);
    worker.reply("first");
    await pass(0);
    expect(worker.calls.map(({ args }) => args)).toEqual([[7], [7]]);
    expect(settled).toEqual([]);
    worker.reply("second");
    expect(await now(call)).toBe("second");
    expect(settled).toEqual(["any"]);
    expect(await now(pool.close())).toBe(undefined);
  });

  test("a call that is settled twice is told to have settled once", async () => {
    const kept: Call[] = [];
    const { one, settled } = keeping((call) => kept.push(call));
    const { pool, worker } = await readied({ abilities: [one] });
    const call = pool.submit("any", []);
    worker.reply(1);
    await pass(0);
    kept[0]!.settle({ value: "first" });
    kept[0]!.settle({ value: "second" });
    expect(await now(call)).toBe("first");
    expect(settled).toEqual(["any"]);
  });

  test("a call that waits again is told of a failed start like any other", async () => {
    const { one } = keeping((call, handle) => handle.again(call));
    const { pool, all } = await readied({ abilities: [one] });
    const call = quiet(pool.submit("any", []));
    all[0]!.die();
    await pass(0);
    all[1]!.die();
    expect(await now(call)).toMatchObject({ name: "WorkerDied", task: null });
  });

  test("a call put in line again before all others goes before all others", async () => {
    const { one } = keeping((call, handle) => handle.again(call, true));
    const { pool, worker } = await readied({ abilities: [one] });
    for (const n of [1, 2]) void quiet(pool.submit("any", [n]));
    worker.reply(0);
    await pass(0);
    expect(worker.calls.map(({ args }) => args[0])).toEqual([1, 1]);
  });

  test("close waits for a call that an ability keeps", async () => {
    const kept: Call[] = [];
    const { one } = keeping((call) => kept.push(call));
    const { pool, worker } = await readied({ abilities: [one] });
    const call = pool.submit("any", []);
    worker.reply(1);
    await pass(0);
    const closed = pool.close();
    await pass(100);
    expect(await now(closed)).toBe("pending");
    kept[0]!.settle({ value: "at last" });
    expect(await now(call)).toBe("at last");
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test.each([
    ["its signal", TaskCancelled, (_: unknown, abort: () => void) => abort()],
    ["its deadline", DeadlineExceeded, () => pass(50)],
    ["terminate", PoolClosed, (pool: Executor<Any>) => void pool.terminate()],
    ["close with waiting: reject", PoolClosed, (pool: Executor<Any>) => void pool.close({ waiting: "reject" })],
  ] as const)("a kept call is ended by %s, and is not run when it is put in line again", async (_, kind, end) => {
    const kept: Call[] = [];
    const { one, held, settled } = keeping((call) => kept.push(call));
    const { pool, worker } = await readied({ workers: 2, abilities: [one] });
    const controller = new AbortController();
    const call = quiet(pool.submit("any", [], { signal: controller.signal, timeout: 50 }));
    worker.reply(1);
    await pass(0);
    await end(pool, () => controller.abort());
    held.handle.again(kept[0]!);
    expect(await now(call)).toBeInstanceOf(kind);
    expect(worker.calls).toHaveLength(1);
    expect(settled).toEqual(["any"]);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("a call put in line again after its worker died is given to another", async () => {
    const { one } = keeping((call, handle) => handle.again(call));
    const { pool, all } = await readied({ abilities: [one] });
    const call = pool.submit("any", []);
    all[0]!.die();
    await pass(0);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply("other");
    expect(await now(call)).toBe("other");
  });

  test("a call that its worker has not begun is put in line again and given to another", async () => {
    const { one, held } = ability();
    const { pool, all } = await readied({ workers: 2, abilities: [one] });
    const call = pool.submit("any", []);
    const [first] = [...held.handle.workers];
    const [given] = [...first!.calls.values()];
    held.handle.retire(first!);
    held.handle.again(given!);
    expect(all.map(({ calls }) => calls.length)).toEqual([1, 1]);
    all[0]!.reply("not mine any more", all[0]!.calls[0]);
    all[1]!.reply("right");
    expect(await now(call)).toBe("right");
  });

  test("a retired worker whose last call is taken back leaves, and makes place for another", async () => {
    const { one, held } = ability();
    const { pool, all } = await readied({ workers: 1, abilities: [one] });
    const call = pool.submit("any", []);
    const [worker] = [...held.handle.workers];
    const [given] = [...worker!.calls.values()];
    held.handle.retire(worker!);
    held.handle.again(given!);
    await pass(0);
    expect(all[0]!.received.at(-1)).toEqual({ type: "end" });
    all[1]!.ready();
    await pass(0);
    all[1]!.reply("right");
    expect(await now(call)).toBe("right");
  });

  test("a settled call that its worker has not begun, put in line again, frees its place and is not run", async () => {
    const { one, held } = ability();
    const { pool, worker } = await readied({ grace: 1000, abilities: [one] });
    const call = quiet(pool.submit("any", [], { timeout: 10 }));
    const [given] = [...[...held.handle.workers][0]!.calls.values()];
    await pass(20);
    expect(await now(call)).toBeInstanceOf(DeadlineExceeded);
    held.handle.again(given!);
    expect(worker.calls).toHaveLength(1);
    const next = pool.submit("any", [2]);
    expect(worker.calls).toHaveLength(2);
    worker.reply(2);
    expect(await now(next)).toBe(2);
    expect(await now(pool.close())).toBe(undefined);
    expect(worker.stopped).toBe(false);
  });

  test("start starts so many workers, and no more than there may be", () => {
    const { one, held } = ability();
    const { all } = puppets({ workers: 3, abilities: [one] });
    held.handle.start(2);
    expect(all).toHaveLength(2);
    held.handle.start(9);
    expect(all).toHaveLength(3);
    expect(held.handle.options).toMatchObject({ workers: 3, tasksPerWorker: 1, grace: 1000, keepAlive: true });
  });

  test("a retired worker finishes its call, gets no other and leaves", async () => {
    const { one, held } = ability();
    const { pool, all } = await readied({ workers: 1, abilities: [one] });
    const [first, second] = [pool.submit("any", [1]), pool.submit("any", [2])];
    held.handle.retire([...held.handle.workers][0]!);
    held.handle.retire([...held.handle.workers][0]!);
    all[0]!.reply("a");
    expect(await now(first)).toBe("a");
    expect(all[0]!.received.map(({ type }) => type)).toEqual(["hello", "call", "end"]);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply("b");
    expect(await now(second)).toBe("b");
  });

  test("who hears of a worker's end hears what its state was", async () => {
    const told: string[] = [];
    const { one, held } = ability({ life: { workerGone: ({ state }, _death, was) => told.push(`${was}, ${state}`) } });
    const { pool, all } = await readied({ workers: 3, abilities: [one] }, { stops: false });
    const [first] = held.handle.workers;
    held.handle.retire(first!);
    await pass(0);
    all[1]!.die();
    void pool.terminate();
    all[2]!.die();
    expect(told).toEqual(["leaving, gone", "ready, gone", "stopping, gone"]);
  });

  test("promises wrap what callers await, of calls, of map and of asCompleted, in the order of the abilities", async () => {
    const wrap = (name: string): Ability => ({
      name,
      life: () => ({
        awaited: async (promise) => {
          try {
            return await promise;
          } catch (error) {
            (error as Error).message += ` ${name}`;
            throw error;
          }
        },
      }),
    });
    const tasks = {
      fail: () => {
        throw new Error("no");
      },
    };
    const { pool } = serving(tasks, { abilities: [wrap("inner"), wrap("outer"), ability().one] });
    const message = 'Task "fail" threw Error: no inner outer';
    expect(await now(pool.submit("fail", []))).toMatchObject({ message });
    expect(await now(pool.map("fail", [1]).next())).toMatchObject({ message });
    expect(await now(pool.asCompleted("fail", [1]).next())).toMatchObject({ message });
    const all = await now(Array.fromAsync(pool.map("fail", [1, 2], { settled: true })));
    expect(all).toMatchObject([1, 2].map(() => ({ reason: { message: 'Task "fail" threw Error: no' } })));
  });

  test("a retired idle worker leaves, and close does not ask it again", async () => {
    const { one, held } = ability();
    const { pool, worker } = await readied({ abilities: [one] }, { leaves: false });
    held.handle.retire([...held.handle.workers][0]!);
    const closed = pool.close();
    await pass(10);
    worker.die({ exitCode: 0 });
    expect(await now(closed)).toBe(undefined);
    expect(worker.received.filter(({ type }) => type === "end")).toHaveLength(1);
  });

  test("retiring a starting worker is no failed start: what waits has another", async () => {
    const { one, held } = ability();
    const { pool, all } = puppets({ abilities: [one] });
    const call = quiet(pool.submit("any", []));
    for (const n of [0, 1, 2]) {
      held.handle.retire([...held.handle.workers][0]!);
      await pass(0);
      expect(all).toHaveLength(n + 2);
    }
    expect(await now(call)).toBe("pending");
    all[3]!.ready();
    await pass(0);
    all[3]!.reply(1);
    expect(await now(call)).toBe(1);
  });

  test("an ability that starts a worker for each that is gone does not hold the loop when starts fail", async () => {
    const { one, held } = ability({ life: { workerGone: () => held.handle.start(2) } });
    const refuses = (start: number): unknown => (start < 1000 ? new Error("no") : undefined);
    const { pool, starts } = puppets({ workers: 2, abilities: [one] }, { refuses });
    void quiet(pool.submit("any", []));
    await pass(1000);
    expect(starts()).toBeLessThan(20);
  });

  test("an ability that starts a worker for each that is gone starts none when the pool has closed", async () => {
    const { one, held } = ability({ life: { workerGone: () => held.handle.start(2) } });
    const { pool, all } = await readied({ workers: 2, abilities: [one] });
    expect(await now(pool.close())).toBe(undefined);
    held.handle.start(2);
    await pass(10);
    expect(all).toHaveLength(2);
    expect(timers()).toBe(0);
  });

  test.each([
    ["serve", { serve: () => ({}) }],
    ["packing", { packing: (inner) => inner }],
  ] as [string, Partial<Ability>][])(
    "a worker that lacks the half of an ability in %s dies with what to do",
    async (_, half) => {
      const { pool } = serving({ one: () => 1 }, { abilities: [{ name: "missed", ...half }] });
      const error = await now(pool.submit("one", []));
      expect(error).toBeInstanceOf(WorkerDied);
      expect(String(error)).toContain('it lacks the ability "missed": give serve() the abilities of its pool');
    },
  );

  test("a worker need not have an ability that has no half in it", async () => {
    const { pool } = serving({ one: () => 1 }, { abilities: [ability().one] });
    expect(await now(pool.submit("one", []))).toBe(1);
  });

  test("a worker does not use an ability that its pool has not", async () => {
    const serve = () => ({ invoke: () => "changed" });
    const { pool } = serving({ one: () => 1 }, {}, { abilities: [{ name: "extra", serve }] });
    expect(await now(pool.submit("one", []))).toBe(1);
  });

  test("halves in the worker wrap in the order in which the pool has them", async () => {
    const add = (name: string): Ability => ({
      name,
      serve: (half) => ({
        invoke: async (task, call, context) => `${String(await half.invoke(task, call, context))} ${name}`,
      }),
    });
    const abilities = [add("inner"), add("outer")];
    const { pool } = serving({ one: () => "one" }, { abilities }, { abilities: abilities.toReversed() });
    expect(await now(pool.submit("one", []))).toBe("one inner outer");
  });

  test("packings wrap on both sides, and the error arrives as it was made whole", async () => {
    const mark = (name: string): Ability => ({
      name,
      packing: (inner) => ({
        pack: (thrown) => ({ value: [name, inner.pack(thrown)] }),
        unpack: (packed) => {
          const [by, rest] = (packed as { value: [string, never] }).value;
          return Object.assign(inner.unpack(rest) as Error, { [by]: true });
        },
      }),
    });
    const abilities = [mark("inner"), mark("outer")];
    const fail = () => {
      throw new RangeError("no");
    };
    const { pool } = serving({ fail }, { abilities }, { abilities: abilities.toReversed() });
    expect(await now(pool.submit("fail", []))).toMatchObject({ cause: { message: "no", inner: true, outer: true } });
  });

  test("an ability's half that hands on what it was given does not undo its own packing", async () => {
    const both: Ability = {
      name: "both",
      packing: (inner) => ({ ...inner, pack: () => ({ value: "packed anew" }) }),
      serve: (half) => ({ ...half, invoke: (...call) => half.invoke(...call) }),
    };
    const fail = () => {
      throw new RangeError("no");
    };
    const { pool } = serving({ fail }, { abilities: [both] }, { abilities: [both] });
    expect(await now(pool.submit("fail", []))).toMatchObject({ cause: "packed anew" });
  });

  test("an ability's two halves can say to each other what they like", async () => {
    const heard: unknown[] = [];
    const talk: Ability = {
      name: "talk",
      lane: (inner) => ({
        ...inner,
        receive: (message) => (message.type === "talk" ? void heard.push(message) : inner.receive(message)),
      }),
      serve: (half) => ({
        async run(call) {
          half.post({ type: "talk", of: call.task } as { type: string });
          await half.run(call);
        },
      }),
    };
    const { pool } = serving({ one: () => 1 }, { abilities: [talk] }, { abilities: [talk] });
    expect(await now(pool.submit("one", []))).toBe(1);
    expect(heard).toEqual([{ type: "talk", of: "one" }]);
  });
});
