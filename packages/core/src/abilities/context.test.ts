import { expect, test } from "vitest";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import type { TaskContext } from "../pool/tasks.ts";
import { WorkerPool } from "../pool/worker-pool.ts";
import { context } from "./context.ts";

const tasks = {
  /** Before and after waiting. */
  async read(this: TaskContext): Promise<unknown[]> {
    const before = this.context;
    await Promise.resolve();
    return [before, this.context];
  },
  has(this: TaskContext): boolean {
    return "context" in this;
  },
  count(this: TaskContext): number {
    return ++(this.context as { calls: number }).calls;
  },
  signal(this: TaskContext): boolean {
    return this.signal.aborted;
  },
};

function poolOf(): WorkerPool<typeof tasks> {
  const { connect } = fakeWorkers(tasks, { abilities: [context()] });
  return new WorkerPool<typeof tasks>(connect, { workers: 2, abilities: [context()] });
}

test("a call's context is its task's this.context, all the while", async () => {
  await using pool = poolOf();
  const given = { request: 17, tags: new Set(["a"]) };
  const [before, after] = await pool.submit("read", [], { context: given });
  expect([before, after]).toEqual([given, given]);
});

test("a call without a context has an undefined one", async () => {
  await using pool = poolOf();
  expect(await pool.submit("read", [])).toEqual([undefined, undefined]);
  expect(await pool.submit("has", [])).toBe(true);
});

test("each call has a clone of its own, and the caller's object stays as it was", async () => {
  await using pool = poolOf();
  const shared = { calls: 0 };
  const counts = await Promise.all(Array.from({ length: 100 }, () => pool.submit("count", [], { context: shared })));
  expect(new Set(counts)).toEqual(new Set([1]));
  expect(shared).toEqual({ calls: 0 });
});

test("calls in flight together each have their own context", async () => {
  await using pool = poolOf();
  const found = await Promise.all([1, 2, 3, 4, 5].map((each) => pool.submit("read", [], { context: each })));
  expect(found).toEqual([1, 2, 3, 4, 5].map((each) => [each, each]));
});

test("map gives its context to all of its calls", async () => {
  await using pool = poolOf();
  const seen: unknown[] = [];
  for await (const [each] of pool.map("read", [1, 2] as never[], { context: "of map" })) seen.push(each);
  expect(seen).toEqual(["of map", "of map"]);
});

test("a context that cannot be cloned rejects its call alone", async () => {
  await using pool = poolOf();
  const refused = pool.submit("read", [], { context: () => 1 });
  await expect(refused).rejects.toMatchObject({ name: "NotCloneable", part: "argument" });
  expect(await pool.submit("read", [], { context: 1 })).toEqual([1, 1]);
});

test("a task with a context has its signal too", async () => {
  await using pool = poolOf();
  expect(await pool.submit("signal", [], { context: 1 })).toBe(false);
});
