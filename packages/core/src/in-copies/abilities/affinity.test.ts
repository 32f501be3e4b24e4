/**
 * `affinity` keeps its promises here: calls of one key go to one worker.
 *
 * Switch on: in the pool: affinity()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { affinity } from "@triathlon/core/abilities/affinity";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./affinity.test.worker.ts";

const worker = new URL("./affinity.test.worker.ts", import.meta.url);

void test("calls of one key run in one worker, those of several in several", async () => {
  await using pool = startPool<typeof tasks>(worker, { abilities: [affinity()] });
  await pool.prewarm();
  const keys = ["a", "b", "a", "b", "a", "b"];
  const workers = await Promise.all(keys.map((key) => pool.submit("who", [], { key })));
  const [a, b] = workers;
  assert.deepEqual(workers, [a, b, a, b, a, b]);
  assert.notEqual(a, b);
});
