/** What every executor does with a call before its task runs. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { UnknownTask } from "./errors.ts";
import { after, findTask, Gate, heed, type Interruption, Queue, runningCall } from "./tasks.ts";

describe("a queue", () => {
  const items = (count: number) => Array.from({ length: count }, (_, n) => ({ n, place: 0 }));
  /** Takes all that is in it, in order. */
  function drain(queue: Queue<{ n: number; place: number }>): number[] {
    const order: number[] = [];
    for (let item = queue.peek(); item; item = queue.peek()) {
      order.push(item.n);
      queue.remove(item);
    }
    return order;
  }

  test("what came first is first", () => {
    const queue = new Queue<{ n: number; place: number }>();
    for (const item of items(4)) queue.add(item);
    expect(queue.size).toBe(4);
    expect(drain(queue)).toEqual([0, 1, 2, 3]);
    expect([queue.size, queue.peek()]).toEqual([0, undefined]);
  });

  test("what is added before all others is first", () => {
    const queue = new Queue<{ n: number; place: number }>();
    const all = items(6);
    queue.add(all[0]!);
    queue.add(all[1]!);
    queue.add(all[2]!, true);
    queue.add(all[3]!, true);
    queue.remove(all[3]!);
    queue.add(all[4]!, true);
    queue.add(all[5]!);
    expect(drain(queue)).toEqual([4, 2, 0, 1, 5]);
  });

  test("what is taken out anywhere leaves the rest in order", () => {
    const queue = new Queue<{ n: number; place: number }>();
    const all = items(6);
    for (const item of all) queue.add(item);
    for (const n of [0, 3, 5]) queue.remove(all[n]!);
    expect(queue.size).toBe(3);
    expect(drain(queue)).toEqual([1, 2, 4]);
  });

  test("taking out what is not there, or not any more, takes out nothing else", () => {
    const queue = new Queue<{ n: number; place: number }>();
    const [first, second, never] = items(3);
    queue.add(first!);
    queue.remove(never!);
    queue.remove(first!);
    queue.add(second!);
    queue.remove(first!);
    expect(drain(queue)).toEqual([1]);
  });

  test("what was taken out can be put in again", () => {
    const queue = new Queue<{ n: number; place: number }>();
    const [first, second] = items(2);
    queue.add(first!);
    queue.add(second!);
    queue.remove(first!);
    queue.add(first!);
    expect(drain(queue)).toEqual([1, 0]);
  });

  test("20,000 items taken out from the middle cost a bounded number of steps each", () => {
    let steps = 0;
    const count = vi.spyOn(Map.prototype, "has").mockImplementation(function (this: Map<unknown, unknown>, key) {
      steps++;
      return this.get(key) !== undefined;
    });
    const queue = new Queue<{ n: number; place: number }>();
    const all = items(20_000);
    for (const item of all) queue.add(item);
    for (const item of all.slice(1)) {
      queue.remove(item);
      queue.peek();
    }
    expect(queue.peek()?.n).toBe(0);
    queue.remove(all[0]!);
    expect(queue.peek()).toBe(undefined);
    expect(queue.peek()).toBe(undefined);
    count.mockRestore();
    expect(steps).toBeLessThan(50_000);
  });
});

describe("heed", () => {
  test("tells once of an abort or of a timeout, until it is called off", async () => {
    const told: Interruption[] = [];
    const controller = new AbortController();
    const heedless = heed({ signal: controller.signal, timeout: 10 }, (why) => told.push(why));
    await pass(9);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual(["TimeoutError"]);
    heedless();
    controller.abort();
    expect(told).toEqual(["TimeoutError"]);
    expect(timers()).toBe(0);
  });

  test("tells at once of a signal that is aborted already, or of no time at all", () => {
    const told: Interruption[] = [];
    heed({ signal: AbortSignal.abort() }, (why) => told.push(why))();
    heed({ timeout: 0 }, (why) => told.push(why))();
    heed({ signal: AbortSignal.abort(), timeout: 0 }, (why) => told.push(why))();
    expect(told).toEqual(["AbortError", "TimeoutError", "AbortError"]);
    expect(timers()).toBe(0);
  });

  test("20,000 that heed one signal share one listener, and leave none", () => {
    const controller = new AbortController();
    let told = 0;
    const all = Array.from({ length: 20_000 }, () => heed({ signal: controller.signal }, () => told++));
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    for (const heedless of all.slice(0, 10_000)) heedless();
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    expect(told).toBe(10_000);
    for (const heedless of all) heedless();
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test("whoever stops heeding while an abort is told is not told", () => {
    const controller = new AbortController();
    const told: number[] = [];
    const all = [0, 1, 2].map((n) =>
      heed({ signal: controller.signal }, () => {
        told.push(n);
        for (const heedless of all) heedless();
      }),
    );
    controller.abort();
    expect(told).toEqual([0]);
  });

  test("a signal can be heeded again after all have stopped", () => {
    const controller = new AbortController();
    let told = 0;
    heed({ signal: controller.signal }, () => told++)();
    heed({ signal: controller.signal }, () => told++);
    controller.abort();
    expect(told).toBe(1);
  });

  test("heeding a signal while its abort is told is told, and ends", () => {
    const controller = new AbortController();
    const told: string[] = [];
    heed({ signal: controller.signal }, () => {
      told.push("first");
      heed({ signal: controller.signal }, () => told.push("second"))();
    });
    controller.abort();
    expect(told).toEqual(["first", "second"]);
  });
});

describe("after", () => {
  test("calls back when the time is over, or never when it is called off", async () => {
    const told: number[] = [];
    after(10, () => told.push(10));
    after(10.5, () => told.push(11));
    after(5, () => told.push(5))();
    await pass(10);
    expect(told).toEqual([10]);
    await pass(1);
    expect(told).toEqual([10, 11]);
  });

  test.each([Infinity, 2 ** 31, 2 ** 31 - 0.5])("sets no timer for %d ms", (time) => {
    after(time, () => {})();
    after(time, () => {});
    expect(timers()).toBe(0);
  });

  test("uses the timers there were when it was loaded", async () => {
    const { setTimeout: replaced } = globalThis;
    let told = false;
    globalThis.setTimeout = (() => 0) as never;
    after(5, () => (told = true));
    globalThis.setTimeout = replaced;
    await pass(5);
    expect(told).toBe(true);
  });
});

describe("a gate", () => {
  test("lets in one for each place that whoever comes in takes", async () => {
    let places = 3;
    const gate = new Gate();
    const inside: number[] = [];
    for (let n = 0; n < 5; n++) void gate.pass(() => places > 0).then(() => (places--, inside.push(n)));
    await pass(0);
    expect(inside).toEqual([0, 1, 2]);
    places = 1;
    gate.open();
    gate.open();
    await pass(0);
    expect([inside, places]).toEqual([[0, 1, 2, 3], 0]);
  });

  test("lets in the next when whoever came in took no place", async () => {
    const gate = new Gate();
    const all = [1, 2, 3].map(() => gate.pass(() => true));
    expect(await now(Promise.all(all))).toHaveLength(3);
  });

  test("lets in the next only after whoever awaits it through another function has taken its place", async () => {
    let places = 1;
    const gate = new Gate();
    const through = async (): Promise<void> => await gate.pass(() => places > 0);
    const inside: number[] = [];
    for (let n = 0; n < 2; n++) void through().then(() => (places--, inside.push(n)));
    await pass(0);
    expect(inside).toEqual([0]);
  });
});

describe("the context of a call", () => {
  test("its signal is aborted with the reason, also when it was not asked for before", () => {
    const call = runningCall(Infinity, undefined, 0);
    call.abort("TimeoutError");
    expect(call.signal.aborted).toBe(true);
    expect(call.signal.reason).toMatchObject({ name: "TimeoutError" });
  });

  test("its signal is one and the same", () => {
    const call = runningCall(Infinity, undefined, 0);
    const { signal } = call;
    call.abort("AbortError");
    expect(call.signal).toBe(signal);
    expect(signal.reason).toBeInstanceOf(DOMException);
  });

  test("the time left runs down to 0, and is Infinity without a deadline", async () => {
    const call = runningCall(100, undefined, 0);
    await pass(40);
    expect(call.timeLeft()).toBe(60);
    await pass(100);
    expect(call.timeLeft()).toBe(0);
    expect(runningCall(Infinity, undefined, 0).timeLeft()).toBe(Infinity);
  });

  test("it knows its local and its worker, and what is to be moved", () => {
    const call = runningCall(Infinity, "db", 3);
    const buffers = [new ArrayBuffer(1)];
    expect([call.local, call.worker, call.transfer("value", buffers)]).toEqual(["db", 3, "value"]);
    expect(call.transferred).toBe(buffers);
  });
});

describe("finding a task", () => {
  const tasks = { add: () => 0, note: "no function" };
  test("finds own functions only", () => {
    expect(findTask(tasks, "add")).toBe(tasks.add);
    for (const name of ["note", "toString", "constructor", "__proto__", "hasOwnProperty", "", "Add"]) {
      expect(findTask(tasks, name)).toBeInstanceOf(UnknownTask);
    }
  });

  test("names the functions there are", () => {
    expect(findTask(tasks, "mul")).toMatchObject({ known: ["add"] });
  });

  test("finds tasks in an object without a prototype", () => {
    const bare = Object.assign(Object.create(null) as object, { one: () => 1 });
    expect(findTask(bare, "one")).toBeTypeOf("function");
  });
});
