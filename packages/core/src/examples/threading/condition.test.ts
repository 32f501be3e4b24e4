/** The condition keeps its promises, also between threads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Condition } from "../../synchronization/condition.ts";
import { Lock } from "../../synchronization/lock.ts";
import { inThreads } from "./in-threads.ts";

void test("a thread waits until what it needs is there", async () => {
  const lock = new Lock();
  const { cells } = new Condition(lock);
  const account = new Int32Array(new SharedArrayBuffer(8));
  const given = { lock: lock.cells, changed: cells, account };
  const threads = [
    { ...given, pays: 2 },
    { ...given, pays: 1 },
    { ...given, brings: 1 },
    { ...given, brings: 3 },
  ];
  await inThreads(new URL("./condition.worker.ts", import.meta.url), threads);
  assert.deepEqual([...account], [1, 3]);
});

void test("who waits for what does not come goes on when its time is over, with the lock", () => {
  const lock = new Lock();
  const condition = new Condition(lock);
  lock.acquire();
  assert.equal(
    condition.waitFor(() => false, 20),
    false,
  );
  assert.equal(lock.acquire(0), false);
  assert.equal(
    condition.waitFor(() => true, 0),
    true,
  );
});
