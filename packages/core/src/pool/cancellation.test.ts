/** How a call is ended from outside, in every state it can be in. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { DeadlineExceeded, TaskCancelled } from "./errors.ts";
import { ability, puppets, quiet, readied, serving } from "./support/scene.ts";

describe("cancellation and deadlines", () => {
  const ways: [string, (options: { signal?: AbortSignal; timeout?: number }, abort: () => void) => unknown, unknown][] =
    [
      ["an aborted signal", (_, abort) => abort(), TaskCancelled],
      ["a deadline", () => pass(100), DeadlineExceeded],
    ];
  /** What is submitted with both, and ended by one of them. */
  function endable(way: string) {
    const controller = new AbortController();
    const options = way === "a deadline" ? { timeout: 100 } : { signal: controller.signal };
    return { options, abort: () => controller.abort(new Error("enough")), signal: controller.signal };
  }

  test.each(ways)("%s ends a queued call at once, and it never starts", async (way, end, kind) => {
    const { pool, worker } = await readied();
    const first = pool.submit("any", [1]);
    const { options, abort, signal } = endable(way);
    const queued = quiet(pool.submit("any", [2], options));
    await end(options, abort);
    const error = await now(queued);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ rung: "queued", task: "any" });
    worker.reply(1);
    expect(await now(first)).toBe(1);
    expect(worker.calls).toHaveLength(1);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test.each(ways)("%s ends a call that waits for a worker to start", async (way, end, kind) => {
    const { pool, all } = puppets();
    const { options, abort } = endable(way);
    const call = quiet(pool.submit("any", [], options));
    await end(options, abort);
    expect(await now(call)).toBeInstanceOf(kind);
    expect(await now(call)).toMatchObject({ rung: "queued" });
    all[0]!.ready();
    await pass(0);
    expect(all[0]!.calls).toHaveLength(0);
  });

  test.each(ways)("%s settles a running call at once, and cancels its task", async (way, end, kind) => {
    const { pool, worker } = await readied();
    const { options, abort } = endable(way);
    const call = quiet(pool.submit("any", [], options));
    await end(options, abort);
    const error = await now(call);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ rung: "signalled" });
    const why = kind === TaskCancelled ? "AbortError" : "TimeoutError";
    expect(worker.received.at(-1)).toEqual({ type: "cancel", id: worker.calls[0]!.id, why });
  });

  test.each(ways)("after %s the place is free only when the task has ended", async (way, end) => {
    const freed: string[] = [];
    const { one } = ability({ life: { freed: (_, how) => freed.push(how), settled: () => freed.push("settled") } });
    const { pool, worker } = await readied({ abilities: [one] });
    const { options, abort } = endable(way);
    const call = quiet(pool.submit("any", [1], options));
    const next = pool.submit("any", [2]);
    await end(options, abort);
    expect(await now(call)).toBeInstanceOf(Error);
    expect(worker.calls).toHaveLength(1);
    worker.reply("late", worker.calls[0]);
    await pass(0);
    expect(worker.calls).toHaveLength(2);
    expect(freed).toEqual(["settled", "ended"]);
    worker.reply(2);
    expect(await now(next)).toBe(2);
    await pass(10_000);
    expect(worker.stopped).toBe(false);
  });

  test.each(ways)("after %s a deaf task's worker is stopped when its grace is over", async (way, end) => {
    const freed: string[] = [];
    const { one } = ability({ life: { freed: (_, how) => freed.push(how) } });
    const { pool, worker, all } = await readied({ grace: 500, abilities: [one] });
    const { options, abort } = endable(way);
    void quiet(pool.submit("any", [1], options));
    const next = pool.submit("any", [2]);
    await end(options, abort);
    await pass(499);
    expect(worker.stopped).toBe(false);
    await pass(1);
    expect(worker.stopped).toBe(true);
    expect(freed).toEqual(["stopped"]);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply(2);
    expect(await now(next)).toBe(2);
  });

  test.each(ways)("after %s a deaf task whose worker cannot be stopped is told as abandoned", async (way, end) => {
    const freed: string[] = [];
    const { one } = ability({ life: { freed: (_, how) => freed.push(how) } });
    const { pool } = await readied({ grace: 500, stopTimeout: 100, abilities: [one] }, { stops: false });
    const { options, abort } = endable(way);
    void quiet(pool.submit("any", [1], options));
    await end(options, abort);
    await pass(599);
    expect(freed).toEqual([]);
    await pass(1);
    expect(freed).toEqual(["abandoned"]);
  });

  test.each(ways)("%s after a call has settled changes nothing", async (way, end) => {
    const { pool, worker } = await readied();
    const { options, abort, signal } = endable(way);
    const call = pool.submit("any", [], options);
    worker.reply(1);
    expect(await now(call)).toBe(1);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(timers()).toBe(0);
    await end(options, abort);
    expect(worker.received.at(-1)).toMatchObject({ type: "call" });
  });

  test("a signal that is aborted before submit rejects with its reason, and starts nothing", async () => {
    const { pool, all } = puppets();
    const error = await now(pool.submit("any", [], { signal: AbortSignal.abort(new Error("enough")) }));
    expect(error).toBeInstanceOf(TaskCancelled);
    expect(error).toMatchObject({ rung: "queued", cause: { message: "enough" } });
    expect(all).toHaveLength(0);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("a timeout of 0 rejects at once, and starts nothing", async () => {
    const { pool, all } = puppets();
    expect(await now(pool.submit("any", [], { timeout: 0 }))).toMatchObject({
      name: "DeadlineExceeded",
      rung: "queued",
    });
    expect(all).toHaveLength(0);
    expect(timers()).toBe(0);
  });

  test("a timeout counts the time in the queue", async () => {
    const { pool, worker } = await readied();
    void pool.submit("any", []);
    const call = quiet(pool.submit("any", [], { timeout: 100 }));
    await pass(60);
    worker.reply(1);
    await pass(0);
    expect(worker.calls[1]).toMatchObject({ timeLeft: 40 });
    await pass(38);
    expect(await now(call)).toBe("pending");
    await pass(1);
    expect(await now(call)).toMatchObject({ name: "DeadlineExceeded", rung: "signalled", timeout: 100 });
  });

  test("a runTimeout does not count the time in the queue", async () => {
    const { pool, worker } = await readied();
    void pool.submit("any", []);
    const call = quiet(pool.submit("any", [], { runTimeout: 100 }));
    await pass(5000);
    worker.reply(1);
    await pass(0);
    expect(worker.calls[1]).toMatchObject({ timeLeft: 100 });
    await pass(98);
    expect(await now(call)).toBe("pending");
    await pass(1);
    expect(await now(call)).toMatchObject({ name: "DeadlineExceeded", rung: "signalled", timeout: 100 });
  });

  test("the message of a deadline says how much of it a worker's start took", async () => {
    const { pool, all } = puppets();
    const call = quiet(pool.submit("any", [], { timeout: 100 }));
    await pass(70);
    all[0]!.ready();
    await pass(40);
    expect(String(await now(call))).toMatch(/within 100 ms.*for 70 ms of them a worker was starting/);
  });

  test("the message of a runTimeout says nothing of a worker's start", async () => {
    const { pool, all } = puppets();
    const call = quiet(pool.submit("any", [], { runTimeout: 10 }));
    await pass(70);
    all[0]!.ready();
    await pass(20);
    const message = String(await now(call));
    expect(message).toContain("within 10 ms");
    expect(message).not.toContain("starting");
  });

  test("a task that heeds its signal keeps its worker", async () => {
    const heeds = async function (this: { signal: AbortSignal }): Promise<string> {
      await new Promise((resolve) => this.signal.addEventListener("abort", resolve));
      return (this.signal.reason as Error).name;
    };
    const { pool, all } = serving({ heeds, one: () => 1 });
    await pool.submit("one", []);
    expect(await now(pool.submit("heeds", [], { timeout: 1 }))).toBeInstanceOf(DeadlineExceeded);
    expect(await now(pool.submit("one", []))).toBe(1);
    expect(all).toHaveLength(1);
  });

  test("aborting the signal of 20,000 queued calls ends all of them behind one listener", async () => {
    const { pool } = await readied();
    const { signal, abort } = endable("an aborted signal");
    const calls = Array.from({ length: 20_000 }, () => quiet(pool.submit("any", [], { signal })));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    abort();
    const ends = await Promise.allSettled(calls);
    expect(ends.every((end) => end.status === "rejected" && end.reason instanceof TaskCancelled)).toBe(true);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("a signal of somebody's own, which knows listeners that are functions only, cancels its call", async () => {
    const listeners = new Set<unknown>();
    const signal = Object.assign(new EventTarget(), {
      aborted: false,
      addEventListener: (_: string, listener: unknown) => void listeners.add(listener),
      removeEventListener: (_: string, listener: unknown) => void listeners.delete(listener),
    }) as unknown as AbortSignal;
    const { pool } = await readied();
    const calls = [1, 2].map((n) => quiet(pool.submit("any", [n], { signal })));
    expect(listeners.size).toBe(1);
    for (const listener of listeners) if (typeof listener === "function") listener();
    for (const call of calls) expect(await now(call)).toBeInstanceOf(TaskCancelled);
    expect(listeners.size).toBe(0);
  });

  test("a deadline during the grace after an abort does not settle, or extend, anything again", async () => {
    const settled: string[] = [];
    const { one } = ability({ life: { settled: (_, end) => settled.push("error" in end ? end.error.name : "value") } });
    const { pool, worker } = await readied({ grace: 100, abilities: [one] });
    const controller = new AbortController();
    void quiet(pool.submit("any", [], { signal: controller.signal, timeout: 50, runTimeout: 60 }));
    controller.abort();
    await pass(99);
    expect(worker.stopped).toBe(false);
    await pass(1);
    expect(worker.stopped).toBe(true);
    expect(settled).toEqual(["TaskCancelled"]);
  });
});
