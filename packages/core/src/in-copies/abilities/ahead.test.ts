/**
 * `ahead` keeps its promises here: workers hold short calls, and each call gets its own answer.
 *
 * Switch on: in the pool and in serve: ahead()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ahead } from "@triathlon/core/abilities/ahead";
import { TaskError } from "@triathlon/core/pool/errors";
import type { Ability } from "@triathlon/core/pool/worker-pool";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./ahead.test.worker.ts";

const worker = new URL("./ahead.test.worker.ts", import.meta.url);

void test("workers hold short calls ahead, and each gets its own answer", async () => {
  let most = 0;
  const seen: Ability = {
    name: "seen",
    life: () => ({ given: (_call, { calls }) => void (most = Math.max(most, calls.size)) }),
  };
  await using pool = startPool<typeof tasks>(worker, { abilities: [ahead(), seen] });
  const numbers = Array.from({ length: 1000 }, (_, i) => i);
  for (let round = 0; round < 3; round++) {
    const doubled = await Promise.all(numbers.map((n) => pool.submit("double", [n])));
    assert.deepEqual(
      doubled,
      numbers.map((n) => 2 * n),
    );
  }
  assert.ok(most > 1, "no worker had more than one call");
});

void test("a task that throws rejects its own call alone", async () => {
  await using pool = startPool<typeof tasks>(worker, { abilities: [ahead()] });
  await pool.submit("double", [1]);
  const calls = [pool.submit("double", [2]), pool.submit("fail", []), pool.submit("double", [3])];
  const [two, failed, three] = await Promise.allSettled(calls);
  assert.deepEqual(
    [two, three],
    [
      { status: "fulfilled", value: 4 },
      { status: "fulfilled", value: 6 },
    ],
  );
  assert.ok(failed?.status === "rejected" && failed.reason instanceof TaskError);
});
