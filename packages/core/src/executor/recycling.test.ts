import { describe, expect, it, vi } from "vitest";
import { isolateWorkers } from "../../../../test/support/isolate-workers.ts";
import type { Call } from "./call.ts";
import type { Plugin } from "./plugin.ts";
import { Recycling, type RecyclingOptions } from "./recycling.ts";
import { Statistics } from "./statistics.ts";
import type { WorkerHandle } from "./worker-handle.ts";
import { WorkerPool } from "./worker-pool.ts";

/** A worker's tasks: what one does, another does not see. */
function tasksOf(worker: number) {
  let used = 0;
  return {
    whoAmI: () => worker,
    use: (bytes: number) => (used += bytes),
    usedBytes: (): unknown => used,
    text: () => "many",
    never: () => new Promise(() => {}),
  };
}

function recycled(options: RecyclingOptions, rest: { workers?: number; tasksInFlight?: number } = {}) {
  const statistics = new Statistics();
  const gone: string[] = [];
  const watcher: Plugin = { workerGone: ({ name }) => void gone.push(name) };
  const { connect, started } = isolateWorkers(tasksOf);
  const plugins = [statistics, new Recycling(options), watcher];
  const pool = new WorkerPool<ReturnType<typeof tasksOf>>(connect, { workers: 1, plugins, ...rest });
  return { pool, statistics, gone, started };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Lets what is under way come to its end. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("Recycling", () => {
  it("gives a worker so many calls and then another one, whether they come one by one or together", async () => {
    const { pool, statistics } = recycled({ afterTasks: 3 });
    const one: number[] = [];
    for (let i = 0; i < 7; i++) one.push(await pool.submit("whoAmI", []));
    expect(one).toEqual([1, 1, 1, 2, 2, 2, 3]);
    const together = await Promise.all(Array.from({ length: 8 }, () => pool.submit("whoAmI", [])));
    expect(together).toEqual([3, 3, 4, 4, 4, 5, 5, 5]);
    await pool.close();
    expect(statistics.snapshot()).toMatchObject({ total: { completed: 15 }, workers: { started: 5, died: 0 } });
  });

  it("does not count a call that the worker gave back", () => {
    const recycling = new Recycling({ afterTasks: 2 });
    const end = vi.fn<() => Promise<void>>();
    const worker = { end } as unknown as WorkerHandle;
    const call = {} as Call;
    recycling.started(call, worker);
    recycling.returned(call, worker);
    recycling.started(call, worker);
    expect(end).not.toHaveBeenCalled();
    recycling.started(call, worker);
    expect(end).toHaveBeenCalledOnce();
  });

  it("ends a worker that says it uses more bytes than it may", async () => {
    const { pool, gone } = recycled({ aboveBytes: 100, askEvery: 0 });
    await pool.submit("use", [100]);
    await turns();
    expect(await pool.submit("whoAmI", [])).toBe(1);
    await pool.submit("use", [1]);
    await until(() => gone.length > 0);
    expect(gone).toEqual(["1"]);
    expect(await pool.submit("whoAmI", [])).toBe(2);
    await pool.close();
  });

  it("asks a worker that is never without calls, too", async () => {
    const { pool, gone } = recycled({ aboveBytes: 100, askEvery: 0 });
    let running = true;
    const load = Array.from({ length: 10 }, async () => {
      while (running) await pool.submit("whoAmI", []);
    });
    await pool.submit("use", [101]);
    await until(() => gone.length > 0);
    running = false;
    await Promise.all(load);
    await pool.close();
    expect(gone[0]).toBe("1");
  });

  it("does not count its questions as anybody's calls", async () => {
    const { pool, statistics } = recycled({ aboveBytes: 1e9, askEvery: 0 }, { tasksInFlight: 1 });
    for (let i = 0; i < 5; i++) await pool.submit("whoAmI", []);
    await pool.close();
    const { tasks, queued, running } = statistics.snapshot();
    expect([Object.keys(tasks), queued, running]).toEqual([["whoAmI"], 0, 0]);
  });

  it("lets a worker run calls although it is above the bound from its start", async () => {
    const { pool, statistics, gone } = recycled({ aboveBytes: 0, askEvery: 0, memoryTask: "whoAmI" });
    await pool.prewarm();
    await turns();
    expect(gone).toEqual([]);
    await Promise.all(Array.from({ length: 3 }, () => pool.submit("use", [1])));
    await pool.close();
    expect(statistics.snapshot()).toMatchObject({ total: { completed: 3 }, workers: { died: 0 } });
  });

  it("says that a worker cannot tell its memory", async () => {
    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    const missing = recycled({ aboveBytes: 1, memoryTask: "bytes", onError });
    const wrong = recycled({ aboveBytes: 1, memoryTask: "text", onError });
    for (const { pool } of [missing, wrong]) {
      await pool.submit("whoAmI", []);
      await pool.close();
    }
    expect(errors.map(({ name }) => name)).toEqual(["UnknownTask", "TypeError"]);
    expect(errors[1]?.message).toBe(
      'Cannot recycle workers by their memory: wanted task "text" to return a number of bytes, found many',
    );
  });

  it("is not told of a question to a worker that died or was stopped", async () => {
    const errors: Error[] = [];
    const options = { aboveBytes: 1, memoryTask: "never", onError: (error: Error): void => void errors.push(error) };
    const { pool, started, statistics } = recycled(options);
    const call = pool.submit("whoAmI", []).catch(() => {});
    await until(() => statistics.snapshot().workers.ready > 0);
    started[0]?.die();
    await until(() => statistics.snapshot().workers.died > 0 && statistics.snapshot().workers.ready > 0);
    await pool.terminate();
    await call;
    expect(errors).toEqual([]);
  });

  it.each([{ afterTasks: 0 }, { aboveBytes: -1 }, { askEvery: Number.NaN }])("refuses %o", (options) => {
    expect(() => new Recycling(options)).toThrow(RangeError);
  });
});
