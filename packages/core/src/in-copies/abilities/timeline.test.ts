/**
 * `timeline` keeps its promises here: what happened to each call is told, in order.
 *
 * Switch on: in the pool: timeline()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { timeline } from "@triathlon/core/abilities/timeline";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./timeline.test.worker.ts";

const worker = new URL("./timeline.test.worker.ts", import.meta.url);

void test("the way of a call is told, from its submission until its worker is free", async () => {
  const seen = timeline();
  await using pool = startPool<typeof tasks>(worker, { workers: 1, abilities: [seen] });
  await pool.submit("double", [1]);
  const told = seen.events().flatMap((event) => ("call" in event ? [event.what] : []));
  assert.deepEqual(told.toSorted(), ["began", "ended", "freed", "given", "settled", "submitted"]);
  assert.equal(told[0], "submitted");
  assert.equal(seen.rows().length, 1);
});
