/** The bounded queue keeps its promises, also between threads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BoundedQueue } from "../../synchronization/bounded-queue.ts";
import { inThreads } from "./in-threads.ts";

void test("every value is got once", async () => {
  const { cells } = new BoundedQueue<number>(2);
  const sums = new Int32Array(new SharedArrayBuffer(8));
  const given = { capacity: 2, cells, sums };
  const threads = [
    { ...given, puts: 50 },
    { ...given, puts: 50 },
    { ...given, adds: 0 },
    { ...given, adds: 1 },
  ];
  await inThreads(new URL("./bounded-queue.worker.ts", import.meta.url), threads);
  assert.equal(sums[0]! + sums[1]!, 2550);
});

void test("values come out as they went in, in their order", () => {
  const queue = new BoundedQueue<unknown>(3);
  const values = ["é\u0000", { list: [1, null] }, false];
  for (let time = 0; time < 3; time++) {
    for (const value of values) assert.equal(queue.put(value), true);
    assert.deepEqual([queue.get(), queue.get(), queue.get()], values);
  }
});

void test("who has no room in time, or no value, goes on without", () => {
  const queue = new BoundedQueue<number>(1);
  assert.equal(queue.get(20), undefined);
  assert.equal(queue.put(1), true);
  assert.equal(queue.put(2, 20), false);
  assert.equal(queue.get(0), 1);
});

void test("what is no JSON, or too long, is refused, and leaves the queue as it was", () => {
  const queue = new BoundedQueue<unknown>(1, 8);
  assert.throws(() => queue.put(undefined), /wanted a JSON value, found undefined/);
  assert.throws(() => queue.put("12345678"), /at most 8 bytes of JSON, found 10/);
  assert.throws(() => new BoundedQueue(0), RangeError);
  assert.throws(() => new BoundedQueue(1, 1.5), RangeError);
  queue.put("123456");
  assert.equal(queue.get(), "123456");
});
