/**
 * `context` keeps its promises here: a task knows of its caller what the call says.
 *
 * Switch on: in the pool and in serve: context()
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { context } from "@triathlon/core/abilities/context";
import { startPool } from "../pool.test.start.ts";
import type { tasks } from "./context.test.worker.ts";

const worker = new URL("./context.test.worker.ts", import.meta.url);

void test("each task is told the context of its own call", async () => {
  await using pool = startPool<typeof tasks>(worker, { abilities: [context()] });
  const users = ["Ada", "Grace", "Barbara"];
  const told = await Promise.all(users.map((user) => pool.submit("whoAsks", [], { context: { user } })));
  assert.deepEqual(told, users);
});
