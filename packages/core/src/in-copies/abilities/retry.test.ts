/**
 * `retry` keeps its promises here: a call that failed is tried again, if it may run twice.
 *
 * Switch on: in the pool: retry()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { retry } from "@triathlon/core/abilities/retry";
import { TaskError } from "@triathlon/core/pool/errors";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./retry.test.worker.ts";

const worker = new URL("./retry.test.worker.ts", import.meta.url);

const again = () => retry({ backOff: 1, retryable: () => true });

void test("a call that may run twice is tried again", async () => {
  await using pool = startPool<typeof tasks>(worker, { workers: 1, abilities: [again()] });
  assert.equal(await pool.submit("work", [], { idempotent: true }), "done");
});

void test("any other call is not", async () => {
  await using pool = startPool<typeof tasks>(worker, { workers: 1, abilities: [again()] });
  await assert.rejects(pool.submit("work", []), TaskError);
});
