/** The barrier keeps its promises, also between threads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Barrier, BrokenBarrier } from "../../synchronization/barrier.ts";
import { inThreads } from "./in-threads.ts";

void test("no thread begins a step before all have ended the last one", async () => {
  const rows = new Float64Array(new SharedArrayBuffer(64));
  rows[0] = 40;
  const { cells } = new Barrier(4);
  const given = Array.from({ length: 4 }, (_, part) => ({ parts: 4, part, cells, rows }));
  await inThreads(new URL("./barrier.worker.ts", import.meta.url), given);
  for (const heat of rows.subarray(0, 4)) assert.ok(Math.abs(heat - 10) < 0.001, `${heat}`);
});

void test("who waits too long breaks it for all", () => {
  const barrier = new Barrier(2);
  assert.throws(() => barrier.wait(20), BrokenBarrier);
  assert.throws(() => new Barrier(2, barrier.cells).wait(), BrokenBarrier);
});

void test("it can be given up", () => {
  const barrier = new Barrier(2);
  barrier.abort();
  assert.throws(() => barrier.wait(), BrokenBarrier);
});

void test("one party waits for nobody, however often it comes", () => {
  const barrier = new Barrier(1);
  for (let time = 0; time < 40_000; time++) assert.equal(barrier.wait(), 0);
});

void test("a number of parties that is none is refused", () => {
  for (const parties of [0, 1.5, NaN, 65_536]) assert.throws(() => new Barrier(parties), RangeError);
});
