/** The pool keeps its promises here: results, what it does when a task throws or its worker dies, and cancellation. */
import assert from "node:assert/strict";
import { DeadLetter } from "@triathlon/core/distributed/errors";
import { TaskCancelled, TaskError } from "@triathlon/core/pool/errors";
import { withPool } from "./pool.test.start.ts";

withPool("a task's result comes back", async (pool) => {
  assert.equal(await pool.submit("double", [21]), 42);
});

withPool("map keeps the order of its input", async (pool) => {
  const results: number[] = [];
  for await (const result of pool.map("double", [3, 1, 2])) results.push(result);
  assert.deepEqual(results, [6, 2, 4]);
});

withPool("a task that throws rejects its own call, with its own error as the cause", async (pool) => {
  const error = await pool.submit("fail", []).catch((error: unknown) => error);
  assert.ok(error instanceof TaskError);
  assert.ok(error.cause instanceof RangeError);
  assert.equal(error.cause.message, "out of range");
});

withPool("a job that ends its worker each time is given up, and can be looked at", async (pool) => {
  const error = await pool.submit("die", []).catch((error: unknown) => error);
  assert.ok(error instanceof DeadLetter);
  assert.equal(error.tries.length, 2);
  const letters = await Array.fromAsync(pool.deadLetters());
  assert.deepEqual(
    letters.map(({ id, job }) => [id, job?.task]),
    [[error.id, "die"]],
  );
  await pool.discard(error.id);
  assert.equal(await pool.submit("double", [2]), 4);
});

withPool("a job that is cancelled before it is submitted never begins", async (pool) => {
  const error = await pool.submit("double", [1], { signal: AbortSignal.abort() }).catch((error: unknown) => error);
  assert.ok(error instanceof TaskCancelled);
  assert.equal(error.rung, "queued");
});
