/**
 * `whole-errors` keeps its promises here: an error arrives with all that it holds.
 *
 * Switch on: in the pool and in serve: wholeErrors()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { wholeErrors } from "@triathlon/core/abilities/whole-errors";
import { TaskError } from "@triathlon/core/pool/errors";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./whole-errors.test.worker.ts";

const worker = new URL("./whole-errors.test.worker.ts", import.meta.url);

void test("an AggregateError arrives with its errors, each of its class", async () => {
  await using pool = startPool<typeof tasks>(worker, { abilities: [wholeErrors()] });
  const error = await pool.submit("fail", []).catch((error: unknown) => error);
  assert.ok(error instanceof TaskError && error.cause instanceof AggregateError);
  const [first, second] = error.cause.errors as unknown[];
  assert.ok(first instanceof RangeError && second instanceof TypeError);
  assert.equal(first.message, "too far");
});
