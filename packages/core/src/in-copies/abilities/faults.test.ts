/**
 * `faults` keeps its promises here: what is injected goes wrong, once, and nothing else.
 *
 * Switch on: in the pool: faults()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { faults } from "@triathlon/core/abilities/faults";
import { QueueFull, TaskError } from "@triathlon/core/pool/errors";
import { NotCloneable, WorkerDied } from "@triathlon/core/pool/worker-errors";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./faults.test.worker.ts";

const worker = new URL("./faults.test.worker.ts", import.meta.url);

void test("what is injected happens to the next call, and the pool goes on", async () => {
  const broken = faults();
  await using pool = startPool<typeof tasks>(worker, { abilities: [broken] });
  for (const [fault, error] of [
    ["throw", TaskError],
    ["worker dies", WorkerDied],
    ["not cloneable", NotCloneable],
    ["queue full", QueueFull],
  ] as const) {
    broken.inject({ fault });
    await assert.rejects(pool.submit("double", [1]), error);
    assert.equal(await pool.submit("double", [2]), 4);
  }
});
