/**
 * `statistics` keeps its promises here: calls are counted by how they ended.
 *
 * Switch on: in the pool: statistics()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { statistics } from "@triathlon/core/abilities/statistics";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./statistics.test.worker.ts";

const worker = new URL("./statistics.test.worker.ts", import.meta.url);

void test("calls are counted by their task and by how they ended", async () => {
  const counted = statistics();
  await using pool = startPool<typeof tasks>(worker, { abilities: [counted] });
  await Promise.allSettled([pool.submit("double", [1]), pool.submit("double", [2]), pool.submit("fail", [])]);
  const { total, queued } = counted.snapshot();
  assert.deepEqual([total.completed, total.failed, queued], [2, 1, 0]);
  assert.equal(counted.snapshot().tasks["double"]?.completed, 2);
});
