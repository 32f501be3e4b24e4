/** Each call has clones of its own: no two share an argument or a result, however many were the same object at their sender. */
import { NO_CLONES } from "../inputs.ts";
import type { Scenario } from "../scenario.ts";

export default {
  inputs: {
    "one object in 1,000 calls": NO_CLONES,
    "one object as 1,000 inputs of map": NO_CLONES,
    "a task's own object, returned 1,000 times": NO_CLONES,
    "one object twice in one call": {},
    "an object changed while its call waits": NO_CLONES,
    "an object changed after its call was given": NO_CLONES,
  },
  async run(cell, check) {
    await using pool = cell.create();
    check.ok("one object twice in one call: is one object there", await pool.submit("areSame", [SHARED, SHARED]));
    if (!cell.capabilities.clones) {
      const counter = { n: 0 };
      await pool.submit("bump", [counter]);
      check.capability("clones", "a task gets a copy of its argument", counter.n === 0);
      return;
    }

    // A pool may treat short tasks in another way, once it knows that they are.
    for (let i = 0; i < 300; i++) await pool.submit("bump", [{ n: 0 }]);
    const shared = { n: 0 };
    const submitted = await Promise.all(thousand.map(() => pool.submit("bump", [shared])));
    check.equal("one object in 1,000 calls: each task has its own", count(submitted), [[1, 1000]]);
    const mapped: number[] = [];
    for await (const n of pool.map(
      "bump",
      thousand.map(() => shared),
    ))
      mapped.push(n);
    check.equal("one object as 1,000 inputs of map: each task has its own", count(mapped), [[1, 1000]]);
    check.equal("one object in 1,000 calls: and the caller's is as it was", shared, { n: 0 });

    const returned = await Promise.all(thousand.map(() => pool.submit("ownObject", [])));
    check.equal("a task's own object, returned 1,000 times: each caller has its own", new Set(returned).size, 1000);

    await using narrow = cell.create({ workers: 1 });
    await narrow.submit("add", [0, 0]);
    const given = { n: 1 };
    const first = narrow.submit("echo", [given]);
    given.n = 2;
    const waiting = { n: 1 };
    const second = narrow.submit("echo", [waiting]);
    waiting.n = 2;
    check.equal("an object changed after its call was given: arrives as it was then", await first, { n: 1 });
    const { n } = (await second) as { n: number };
    check.ok("an object changed while its call waits: arrives as it was once", n === 1 || n === 2, n);
    check.capability("clonedWhenGiven", "what is changed while its call waits arrives changed", n === 2, n);
  },
} satisfies Scenario;

const SHARED = { n: 0 };
const thousand = Array.from({ length: 1000 }, (_, i) => i);

/** How often each value is there. */
function count(values: number[]): [number, number][] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}
