/** The event keeps its promises, also between threads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Event } from "../../synchronization/event.ts";
import { inThreads } from "./in-threads.ts";

void test("threads that wait go on when it is set", async () => {
  const event = new Event();
  const state = new Int32Array(new SharedArrayBuffer(8));
  const given = { cells: event.cells, state };
  const ended = inThreads(new URL("./event.worker.ts", import.meta.url), [given, given]);
  state[0] = 42;
  event.set();
  await ended;
  assert.equal(state[1], 2);
});

void test("who waits for what does not come goes on when its time is over", () => {
  const event = new Event();
  assert.equal(event.wait(20), false);
  event.set();
  assert.equal(event.wait(0), true);
  assert.equal(event.isSet, true);
  event.clear();
  assert.equal(event.wait(0), false);
});
