/**
 * `scaling` keeps its promises here: workers are there before calls need them.
 *
 * Switch on: in the pool: scaling()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaling } from "@triathlon/core/abilities/scaling";
import type { Ability } from "@triathlon/core/pool/worker-pool";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./scaling.test.worker.ts";

const worker = new URL("./scaling.test.worker.ts", import.meta.url);

void test("the minimum of workers is there without a call", async () => {
  const ready = Promise.withResolvers<void>();
  let count = 0;
  const seen: Ability = {
    name: "seen",
    life: () => ({
      workerReady: () => void (++count === 2 && ready.resolve()),
      workerGone: () => ready.reject(new Error("a worker was gone before both were ready")),
    }),
  };
  await using pool = startPool<typeof tasks>(worker, { workers: 2, abilities: [scaling({ minimum: 2 }), seen] });
  await ready.promise;
  assert.equal(await pool.submit("double", [2]), 4);
  assert.equal(count, 2);
});
