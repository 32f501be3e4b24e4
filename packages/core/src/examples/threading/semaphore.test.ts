/** The semaphore keeps its promises, also between threads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Semaphore } from "../../synchronization/semaphore.ts";
import { inThreads } from "./in-threads.ts";

void test("no more threads have a permit at once than there are permits", async () => {
  const { cells } = new Semaphore(2);
  const inside = new Int32Array(new SharedArrayBuffer(8));
  const missing = new Int32Array(new SharedArrayBuffer(4)).fill(3);
  const given = { permits: 2, cells, inside, missing };
  await inThreads(new URL("./semaphore.worker.ts", import.meta.url), [given, given, given]);
  assert.deepEqual([...inside], [0, 2]);
  assert.equal(cells[0], 2);
});

void test("who cannot have a permit in time goes on without one", () => {
  const semaphore = new Semaphore(1);
  assert.equal(semaphore.acquire(), true);
  assert.equal(semaphore.acquire(20), false);
  semaphore.release();
  assert.equal(semaphore.acquire(0), true);
});

void test("a permit that nobody took cannot be given back", () => {
  assert.throws(() => new Semaphore(2).release(), /found all 2 there/);
});

void test("a number of permits that is none is refused", () => {
  for (const permits of [0, 1.5, NaN]) assert.throws(() => new Semaphore(permits), RangeError);
});
