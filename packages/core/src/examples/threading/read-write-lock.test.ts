/** The read write lock keeps its promises, also between threads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ReadWriteLock } from "../../synchronization/read-write-lock.ts";
import { inThreads } from "./in-threads.ts";

void test("no reader sees half of what a writer changes", async () => {
  const { cells } = new ReadWriteLock();
  const table = new Int32Array(new SharedArrayBuffer(400));
  const given = { cells, table, inside: new Int32Array(new SharedArrayBuffer(8)) };
  const writer = { ...given, writes: true };
  await inThreads(new URL("./read-write-lock.worker.ts", import.meta.url), [writer, given, given]);
  assert.equal(table[0], 1000);
});

void test("readers share it, and a writer waits for them", () => {
  const lock = new ReadWriteLock();
  assert.equal(lock.acquireRead(), true);
  assert.equal(lock.acquireRead(0), true);
  assert.equal(lock.acquireWrite(20), false);
  lock.releaseRead();
  lock.releaseRead();
  assert.equal(lock.acquireWrite(0), true);
  assert.equal(lock.acquireRead(0), false);
  lock.releaseWrite();
  assert.equal(lock.acquireRead(0), true);
});

void test("letting go of what nobody has is an error, and leaves it free", () => {
  const lock = new ReadWriteLock();
  assert.throws(() => lock.releaseRead(), /wanted a reader that holds it/);
  assert.throws(() => lock.releaseWrite(), /wanted a writer that holds it/);
  assert.equal(lock.acquireWrite(0), true);
});
