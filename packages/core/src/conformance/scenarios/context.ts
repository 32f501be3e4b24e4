/** Who called is known: to the task by `context`, and to the caller's own code by its async context, whatever happens in between. */
import { stream } from "../../executor/stream.ts";
import type { ConformingExecutor, Scenario } from "../scenario.ts";
import { store } from "../tasks.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create({ workers: 2 });
    const context = { request: 17, tags: new Set(["a"]) };
    const [before, after] = await pool.submit("readContext", [], { context });
    const arrived = before as typeof context;
    check.equal("context reaches the task", [arrived.request, [...arrived.tags]], [17, ["a"]]);
    check.ok("and is the same all the while", before === after || cell.capabilities.clones, after);
    check.equal("it is a copy where there are workers", arrived !== context, cell.capabilities.clones);
    const without = await pool.submit("readContext", []);
    check.equal(
      "without it, it is undefined",
      without.every((value) => value === undefined),
      true,
    );
    const each = await Promise.all(range(50).map((i) => pool.submit("readContext", [], { context: i })));
    check.equal(
      "each call has its own",
      each,
      range(50).map((i) => [i, i]),
    );
    const mapped: unknown[] = [];
    for await (const [seen] of pool.map("readContext", [1, 2] as never, { context: "of map" })) mapped.push(seen);
    check.equal("map() gives its own to all calls", mapped, ["of map", "of map"]);

    // Where tasks run in this isolate, they are in their caller's async context too.
    const inTask = (name: string): string | undefined => (cell.hasWorkers ? undefined : name);
    const found = await Promise.all(range(40).map((i) => as(`caller ${i}`, () => followed(pool, i % 3))));
    check.equal(
      "with many calls of different callers in flight, each goes on as itself",
      found.map(({ after }) => after),
      range(40).map((i) => Array(5).fill(`caller ${i}`)),
    );
    check.equal(
      "and its tasks know it where they share its isolate",
      found.map(({ inTasks }) => inTasks),
      range(40).map((i) => Array(3).fill(inTask(`caller ${i}`))),
    );
    check.equal(
      "onItem is called as its caller",
      found.map(({ inOnItem }) => inOnItem),
      range(40).map((i) => Array(20).fill(`caller ${i}`)),
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
    check.equal("so does a call that waited for another's", line, names);
    await queued.close();

    if (!cell.hasWorkers) return;
    await as("one who ends its worker", () => pool.submit("exit", [1]).catch(() => {}));
    const replaced = await Promise.all([1, 2, 3].map((i) => as(`later ${i}`, () => followed(pool, 0))));
    check.equal(
      "and after a worker was replaced",
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

async function followed(pool: ConformingExecutor, milliseconds: number): Promise<Followed> {
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
  for await (const _ of stream(pool, "countTo", [1])) after.push(store.getStore());
  const onItem = (): unknown => inOnItem.push(store.getStore());
  await pool.submit("countTo", [20], { onItem });
  after.push(store.getStore());
  return { after, inTasks, inOnItem };
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
