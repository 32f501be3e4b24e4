/** Who called is known: to the task by `context`, and to the caller's own code by its async context, whatever happens in between. */
import { context } from "../../abilities/context.ts";
import { stream, streaming } from "../../abilities/stream.ts";
import type { WorkerPool } from "../../pool/worker-pool.ts";
import type { Cell, Check, ConformingExecutor, Scenario, Tasks } from "../scenario.ts";
import { store } from "../tasks.ts";

export default {
  async run(cell, check) {
    if (cell.hasWorkers) await contextOfCalls(cell, check);
    await using pool = cell.create({ workers: 2, abilities: [streaming()] });

    // Where tasks run in this isolate, they are in their caller's async context too.
    const inTask = (name: string): string | undefined => (cell.hasWorkers ? undefined : name);
    const found = await Promise.all(range(40).map((i) => as(`caller ${i}`, () => followed(cell, pool, i % 3))));
    const emitted = cell.hasWorkers ? 20 : 0;
    check.equal(
      "with many calls of different callers in flight, each goes on as itself",
      found.map(({ after }) => after),
      range(40).map((i) => Array(cell.hasWorkers ? 5 : 3).fill(`caller ${i}`)),
    );
    check.equal(
      "tasks are in their caller's async context where they share its isolate",
      found.map(({ inTasks }) => inTasks),
      range(40).map((i) => Array(3).fill(inTask(`caller ${i}`))),
    );
    check.equal(
      "onItem is called as its caller",
      found.map(({ inOnItem }) => inOnItem),
      range(40).map((i) => Array(emitted).fill(`caller ${i}`)),
    );

    const failed = await as("one who fails", async () => {
      await pool.submit("raise", ["rangeError"]).catch(() => {});
      return store.getStore();
    });
    check.equal("a failed call goes on as its caller too", failed, "one who fails");
    const queued = cell.create({ workers: 1 });
    const line = await Promise.all(
      ["first", "second", "third"].map((name) =>
        as(name, async () => [await queued.submit("readStore", [5]), store.getStore()]),
      ),
    );
    const names = ["first", "second", "third"].map((name) => [inTask(name), name]);
    check.equal("a call that waited for another's place goes on as its caller", line, names);
    await queued.close();

    if (!cell.hasWorkers) return;
    await as("one who ends its worker", () => pool.submit("exit", [1]).catch(() => {}));
    const replaced = await Promise.all([1, 2, 3].map((i) => as(`later ${i}`, () => followed(cell, pool, 0))));
    check.equal(
      "after a worker was replaced, each goes on as itself",
      replaced.map(({ after, inOnItem }) => [...after, ...inOnItem]),
      [1, 2, 3].map((i) => Array(25).fill(`later ${i}`)),
    );
  },
} satisfies Scenario;

const as = <Value>(name: string, run: () => Promise<Value>): Promise<Value> => store.run(name, run);

interface Followed {
  /** Who one is after each of submit, map, asCompleted, stream, and at the end. */
  after: unknown[];
  inTasks: unknown[];
  inOnItem: unknown[];
}

async function contextOfCalls(cell: Cell, check: Check): Promise<void> {
  await using pool = cell.create({ workers: 2, abilities: [context()] });
  const given = { request: 17, tags: new Set(["a"]) };
  const [before, after] = await pool.submit("readContext", [], { context: given });
  for (const arrived of [before, after] as (typeof given)[])
    check.equal(
      "context reaches the task, before and after it waits",
      [arrived.request, [...arrived.tags]],
      [17, ["a"]],
    );
  const without = await pool.submit("readContext", []);
  const undefinedOnly = without.every((value) => value === undefined);
  check.equal("a call without a context has an undefined one", undefinedOnly, true);
  const numbers = range(50).map((i) => pool.submit("readContext", [], { context: i }));
  check.equal(
    "calls in flight together each have their own context",
    await Promise.all(numbers),
    range(50).map((i) => [i, i]),
  );
  const shared = { calls: 0 };
  const counted = range(1000).map(() => pool.submit("countInContext", [], { context: shared }));
  const wrong = (await Promise.all(counted)).filter((calls) => calls !== 1);
  check.equal("one object that is many calls' context is a clone of its own in each", [wrong, shared.calls], [[], 0]);
  const mapped: unknown[] = [];
  for await (const [seen] of pool.map("readContext", [1, 2] as never, { context: "of map" })) mapped.push(seen);
  check.equal("map() gives its own to all calls", mapped, ["of map", "of map"]);
  const uncloneable = pool.submit("readContext", [], { context: () => 1 });
  await check.rejects("a context that cannot be cloned rejects its call", uncloneable, "NotCloneable");
}

async function followed(cell: Cell, pool: ConformingExecutor, milliseconds: number): Promise<Followed> {
  const after: unknown[] = [];
  const inTasks: unknown[] = [];
  const inOnItem: unknown[] = [];
  inTasks.push(await pool.submit("readStore", [milliseconds]));
  after.push(store.getStore());
  for await (const seen of pool.map("readStore", [milliseconds])) {
    inTasks.push(seen);
    after.push(store.getStore());
  }
  for await (const { value } of pool.asCompleted("readStore", [milliseconds])) {
    inTasks.push(value);
    after.push(store.getStore());
  }
  if (!cell.hasWorkers) return { after, inTasks, inOnItem };
  const streams = pool as unknown as WorkerPool<Tasks>;
  for await (const _ of stream(streams, "countTo", [1])) after.push(store.getStore());
  const onItem = (): unknown => inOnItem.push(store.getStore());
  await pool.submit("countTo", [20], { onItem });
  after.push(store.getStore());
  return { after, inTasks, inOnItem };
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
