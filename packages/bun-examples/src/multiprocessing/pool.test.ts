/** The pool keeps its promises here: results, and what it does when a task throws, its worker dies, or time runs out. */
import { test } from "bun:test";
import assert from "node:assert/strict";
import { startPool } from "./pool.test.start.ts";
import { DeadlineExceeded, TaskError, WorkerDied } from "./process-pool.ts";

const makePool = () =>
  startPool<typeof import("./pool.test.tasks.ts")>(new URL("./pool.test.worker.ts", import.meta.url), { grace: 100 });

test("a task's result comes back", async () => {
  await using pool = makePool();
  assert.equal(await pool.submit("double", [21]), 42);
});

test("map keeps the order of its input", async () => {
  await using pool = makePool();
  const results: number[] = [];
  for await (const result of pool.map("double", [3, 1, 2])) results.push(result);
  assert.deepEqual(results, [6, 2, 4]);
});

test("a task that throws rejects its own call, with its own error as the cause", async () => {
  await using pool = makePool();
  const error = await pool.submit("fail", []).catch((error: unknown) => error);
  assert.ok(error instanceof TaskError);
  assert.ok(error.cause instanceof Error);
  assert.equal(error.cause.message, "out of range");
  assert.equal(await pool.submit("double", [1]), 2);
});

test("a worker that dies rejects its call, and is replaced", async () => {
  await using pool = makePool();
  await assert.rejects(pool.submit("die", []), WorkerDied);
  assert.equal(await pool.submit("double", [2]), 4);
});

test("a call that takes too long is ended, and others go on", async () => {
  await using pool = makePool();
  await pool.prewarm(); // or its time might be over before a worker is there
  const late = pool.submit("endless", [], { timeout: 300 }).catch((error: unknown) => error);
  assert.equal(await pool.submit("double", [3]), 6);
  const error = await late;
  assert.ok(error instanceof DeadlineExceeded);
  assert.equal(error.rung, "signalled");
  assert.equal(await pool.submit("double", [4]), 8);
});
