/**
 * `chunks` keeps its promises here: many inputs travel as one call.
 *
 * Switch on: in the pool and in serve: chunks()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chunks, mapInChunks } from "@triathlon/core/abilities/chunks";
import { TaskError } from "@triathlon/core/pool/errors";
import type { Ability } from "@triathlon/core/pool/worker-pool";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./chunks.test.worker.ts";

const worker = new URL("./chunks.test.worker.ts", import.meta.url);

void test("many inputs travel as one call, and their values come in their order", async () => {
  let calls = 0;
  const seen: Ability = { name: "seen", life: () => ({ submitted: () => void calls++ }) };
  await using pool = startPool<typeof tasks>(worker, { abilities: [chunks(), seen] });
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const squares = await Array.fromAsync(mapInChunks(pool, "square", numbers, { chunk: 20 }));
  assert.deepEqual(
    squares,
    numbers.map((n) => n * n),
  );
  assert.equal(calls, 5);
});

void test("an input that fails is told when the values before it have come", async () => {
  await using pool = startPool<typeof tasks>(worker, { abilities: [chunks()] });
  const values: number[] = [];
  const consume = async (): Promise<void> => {
    for await (const value of mapInChunks(pool, "square", [1, 2, -1, 4], { chunk: 4 })) values.push(value);
  };
  await assert.rejects(consume(), TaskError);
  assert.deepEqual(values, [1, 4]);
});
