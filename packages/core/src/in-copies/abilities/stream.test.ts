/**
 * `stream` keeps its promises here: what a task emits comes to its caller, in order, before the value of its call.
 *
 * Switch on: in the pool and in serve: streaming()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { stream, streaming } from "@triathlon/core/abilities/stream";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./stream.test.worker.ts";

const worker = new URL("./stream.test.worker.ts", import.meta.url);

const makePool = () => startPool<typeof tasks>(worker, { abilities: [streaming()] });

void test("what a generator yields comes in order, all of it", async () => {
  await using pool = makePool();
  const items: unknown[] = [];
  for await (const item of stream(pool, "count", [100])) items.push(item);
  assert.deepEqual(
    items,
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
});

void test("what a task emits comes before its value", async () => {
  await using pool = makePool();
  const heard: unknown[] = [];
  heard.push(await pool.submit("halves", [], { onItem: (item) => heard.push(item) }));
  assert.deepEqual(heard, ["first", "second", "whole"]);
});
