/**
 * `poison` keeps its promises here: a call that ends its workers is refused in the end.
 *
 * Switch on: in the pool: poison()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { poison, PoisonTask } from "@triathlon/core/abilities/poison";
import { WorkerDied } from "@triathlon/core/pool/worker-errors";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./poison.test.worker.ts";

const worker = new URL("./poison.test.worker.ts", import.meta.url);

void test("a call that has ended two workers is refused, others are not", async () => {
  await using pool = startPool<typeof tasks>(worker, { abilities: [poison({ limit: 2 })] });
  await assert.rejects(pool.submit("die", []), WorkerDied);
  await assert.rejects(pool.submit("die", []), WorkerDied);
  await assert.rejects(pool.submit("die", []), PoisonTask);
  assert.equal(await pool.submit("double", [2]), 4);
});
