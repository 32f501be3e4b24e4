/** The lock keeps its promises, also between threads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lock } from "../../synchronization/lock.ts";
import { inThreads } from "./in-threads.ts";

void test("who has the lock never sees half of what another changes", async () => {
  const { cells } = new Lock();
  const accounts = new Int32Array(new SharedArrayBuffer(8));
  accounts[0] = 100;
  const given = { cells, accounts };
  await inThreads(new URL("./lock.worker.ts", import.meta.url), [
    { ...given, amount: 3 },
    { ...given, amount: -3 },
    given,
  ]);
  assert.deepEqual([...accounts], [100, 0]);
});

void test("who cannot have it in time goes on without it", () => {
  const lock = new Lock();
  assert.equal(lock.acquire(), true);
  assert.equal(new Lock(lock.cells).acquire(20), false);
  lock.release();
  assert.equal(new Lock(lock.cells).acquire(0), true);
});

void test("it is let go of though what was done with it has thrown", () => {
  const lock = new Lock();
  assert.throws(() => lock.hold(() => assert.fail("it goes wrong")), /it goes wrong/);
  assert.equal(lock.acquire(0), true);
});

void test("letting go of what nobody has is an error, and leaves it free", () => {
  const lock = new Lock();
  assert.throws(() => lock.release(), /wanted one that is held, found it free/);
  assert.equal(lock.acquire(0), true);
});
