/**
 * `priority` keeps its promises here: the most urgent call goes first.
 *
 * Switch on: in the pool: priority()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { priority } from "@triathlon/core/abilities/priority";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./priority.test.worker.ts";

const worker = new URL("./priority.test.worker.ts", import.meta.url);

void test("of the calls that wait, the most urgent runs first, equals in their order", async () => {
  await using pool = startPool<typeof tasks>(worker, { workers: 1, abilities: [priority()] });
  await pool.prewarm();
  const order: string[] = [];
  const submit = (name: string, urgency: number): Promise<unknown> =>
    pool.submit("wait", [1], { priority: urgency }).then(() => order.push(name));
  await Promise.all([
    submit("first", 0),
    submit("low", -1),
    submit("high", 5),
    submit("high too", 5),
    submit("default", 0),
  ]);
  assert.deepEqual(order, ["first", "high", "high too", "default", "low"]);
});
