/** How a pool ends, in every state it can be in. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { describe, expect, test } from "vitest";
import { PoolClosed } from "./errors.ts";
import { puppets, quiet, readied, serving } from "./support/scene.ts";
import { WorkerDied } from "./worker-errors.ts";

describe("close and terminate", () => {
  test("a pool that never ran closes at once, and twice", async () => {
    const { pool, all } = puppets();
    expect(await now(Promise.all([pool.close(), pool.close(), pool[Symbol.asyncDispose]()]))).toBeInstanceOf(Array);
    expect(all).toHaveLength(0);
    expect(timers()).toBe(0);
  });

  test("close lets finish what waits and what runs, then lets workers leave", async () => {
    const { pool, all } = await readied({ workers: 2 });
    const calls = [1, 2, 3].map((n) => pool.submit("any", [n]));
    const closed = pool.close();
    all[0]!.reply("a");
    await pass(0);
    expect(all[0]!.calls).toHaveLength(2);
    all[0]!.reply("b");
    expect(await now(closed)).toBe("pending");
    expect(all.flatMap(({ received }) => received.map(({ type }) => type))).not.toContain("end");
    all[1]!.reply("c");
    expect(await Promise.all(calls)).toEqual(["a", "c", "b"]);
    expect(await now(closed)).toBe(undefined);
    expect(all.map(({ received }) => received.filter(({ type }) => type === "end").length)).toEqual([1, 1]);
    expect(all.map(({ stopped }) => stopped)).toEqual([false, false]);
    expect(timers()).toBe(0);
  });

  test("whoever awaits a call hears of it before whoever awaits close", async () => {
    const { pool } = serving({ one: () => 1 });
    const heard: string[] = [];
    const call = (async () => {
      await pool.submit("one", []);
      await Promise.resolve();
      heard.push("call");
    })();
    const closed = pool.close().then(() => heard.push("close"));
    await pass(5);
    await Promise.all([call, closed]);
    expect(heard).toEqual(["call", "close"]);
  });

  test("what is submitted after close is refused", async () => {
    const { pool, worker } = await readied();
    void pool.submit("any", []);
    void pool.close();
    expect(await now(pool.submit("any", []))).toBeInstanceOf(PoolClosed);
    expect(worker.calls).toHaveLength(1);
  });

  test("a closing pool starts workers for what waits", async () => {
    const { pool, all } = puppets();
    const call = pool.submit("any", []);
    const closed = pool.close();
    all[0]!.ready();
    await pass(0);
    all[0]!.reply(1);
    expect(await now(call)).toBe(1);
    expect(await now(closed)).toBe(undefined);
  });

  test("a closing pool replaces a worker that dies while others wait", async () => {
    const { pool, all } = await readied();
    const [lost, kept] = [quiet(pool.submit("any", [])), pool.submit("any", [])];
    const closed = pool.close();
    all[0]!.die();
    await pass(0);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply(1);
    expect(await now(lost)).toBeInstanceOf(WorkerDied);
    expect(await now(kept)).toBe(1);
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("close while a worker starts for nobody stops it", async () => {
    const { pool, all } = puppets();
    const prewarmed = quiet(pool.prewarm());
    const closed = pool.close();
    await pass(1);
    expect(all[0]!.stopped).toBe(true);
    expect(await now(closed)).toBe(undefined);
    expect(await now(prewarmed)).toBeInstanceOf(Error);
    expect(all).toHaveLength(1);
    expect(timers()).toBe(0);
  });

  test("close rejects what waits, and lets finish what runs, with waiting: reject", async () => {
    const { pool, worker } = await readied();
    const [running, queued] = [pool.submit("any", [1]), quiet(pool.submit("any", [2]))];
    const closed = pool.close({ waiting: "reject" });
    expect(await now(queued)).toMatchObject({
      name: "PoolClosed",
      message: expect.stringContaining("the pool was closed"),
    });
    expect(await now(running)).toBe("pending");
    worker.reply(1);
    expect(await now(running)).toBe(1);
    expect(await now(closed)).toBe(undefined);
    expect(worker.calls).toHaveLength(1);
  });

  test("what waits is rejected also when waiting: reject comes after close", async () => {
    const { pool, worker } = await readied();
    const [running, queued] = [pool.submit("any", [1]), quiet(pool.submit("any", [2]))];
    const closed = pool.close();
    expect(await now(queued)).toBe("pending");
    void pool.close({ waiting: "reject" });
    expect(await now(queued)).toBeInstanceOf(PoolClosed);
    worker.reply(1);
    expect(await now(running)).toBe(1);
    expect(await now(closed)).toBe(undefined);
  });

  test("close waits for a deaf task at most grace and stopTimeout", async () => {
    const { pool } = await readied({ grace: 300, stopTimeout: 200 }, { stops: false });
    void quiet(pool.submit("any", [], { timeout: 100 }));
    await pass(100);
    const closed = pool.close();
    await pass(498);
    expect(await now(closed)).toBe("pending");
    await pass(2);
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("close waits for a worker that stays at most grace and stopTimeout", async () => {
    const { pool, worker } = await readied({ grace: 300, stopTimeout: 200 }, { leaves: false, stops: false });
    const closed = pool.close();
    await pass(299);
    expect(worker.stopped).toBe(false);
    await pass(2);
    expect(worker.stopped).toBe(true);
    expect(await now(closed)).toBe("pending");
    await pass(200);
    expect(await now(closed)).toBe(undefined);
    expect(pool.abandoned).toBe(1);
  });

  test("close while starts back off waits for nothing", async () => {
    const { pool, starts } = puppets({}, { refuses: () => new Error("no") });
    while (starts() < 4) {
      void quiet(pool.submit("any", []));
      await pass(10);
    }
    expect(timers()).toBe(1);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("close after all workers have died resolves", async () => {
    const { pool, all } = await readied({ workers: 2 });
    for (const worker of all) worker.die();
    expect(await now(pool.close())).toBe(undefined);
  });

  test("terminate rejects what waits and what runs, and stops all workers", async () => {
    const { pool, all } = puppets({ workers: 3 });
    const calls = [1, 2, 3, 4].map((n) => quiet(pool.submit("any", [n])));
    all[0]!.ready();
    await pass(0);
    const terminated = pool.terminate();
    expect(all.map(({ stopped }) => stopped)).toEqual([true, true, true]);
    for (const call of calls) {
      expect(await now(call)).toMatchObject({ name: "PoolClosed", message: expect.stringContaining("terminated") });
    }
    expect(await now(terminated)).toBe(undefined);
    expect(all).toHaveLength(3);
    expect(timers()).toBe(0);
  });

  test("terminate ends what close waits for", async () => {
    const { pool } = await readied();
    const call = quiet(pool.submit("any", []));
    const closed = pool.close();
    expect(await now(closed)).toBe("pending");
    const terminated = pool.terminate();
    expect(await now(Promise.all([closed, terminated, pool.close(), pool.terminate()]))).toBeInstanceOf(Array);
    expect(await now(call)).toBeInstanceOf(PoolClosed);
  });

  test("terminate while workers leave stops them", async () => {
    const { pool, worker } = await readied({}, { leaves: false });
    const closed = pool.close();
    await pass(5);
    void pool.terminate();
    expect(worker.stopped).toBe(true);
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("terminate waits for workers that cannot be stopped no longer than stopTimeout", async () => {
    const { pool } = await readied({ stopTimeout: 50 }, { stops: false });
    const call = quiet(pool.submit("any", []));
    const terminated = pool.terminate();
    expect(await now(call)).toBeInstanceOf(PoolClosed);
    await pass(47);
    expect(await now(terminated)).toBe("pending");
    await pass(2);
    expect(await now(terminated)).toBe(undefined);
    expect(pool.abandoned).toBe(1);
  });

  test("terminate after a deadline ends the grace of the deaf task", async () => {
    const { pool, worker } = await readied({ grace: 10_000 });
    void quiet(pool.submit("any", [], { timeout: 10 }));
    await pass(20);
    const terminated = pool.terminate();
    expect(worker.stopped).toBe(true);
    expect(await now(terminated)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("terminate of a pool whose workers cannot be made resolves", async () => {
    const { pool } = puppets({ workers: 2 }, { refuses: () => new Error("no") });
    const call = quiet(pool.submit("any", []));
    const terminated = pool.terminate();
    expect(await now(call)).toBeInstanceOf(Error);
    expect(await now(terminated)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("teardown is awaited, and called once, with what init made", async () => {
    const torn: unknown[] = [];
    const teardown = async (local: unknown): Promise<void> => {
      await pass(5);
      torn.push(local);
    };
    const init = (worker: number) => Promise.resolve({ worker });
    const { pool } = serving({ one: () => 1 }, { workers: 2 }, { init, teardown });
    await pool.prewarm();
    const closed = pool.close();
    await pass(20);
    await closed;
    expect(torn).toEqual([{ worker: 0 }, { worker: 1 }]);
  });
});
