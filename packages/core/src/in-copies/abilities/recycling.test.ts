/**
 * `recycling` keeps its promises here: a worker is replaced after so many calls, and no call notices.
 *
 * Switch on: in the pool: recycling({ afterCalls: 10_000 })
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { recycling } from "@triathlon/core/abilities/recycling";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./recycling.test.worker.ts";

const worker = new URL("./recycling.test.worker.ts", import.meta.url);

void test("a worker is given so many calls, and then another one is", async () => {
  await using pool = startPool<typeof tasks>(worker, { workers: 1, abilities: [recycling({ afterCalls: 2 })] });
  const counts: number[] = [];
  for (let i = 0; i < 5; i++) counts.push(await pool.submit("count", []));
  assert.deepEqual(counts, [1, 2, 1, 2, 1]);
});
