/** A call runs once and settles once. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create();
    check.equal("submit() resolves to the task's value", await pool.submit("add", [2, 3]), 5);
    check.equal("submit() awaits a task that returns a promise", await pool.submit("wait", [1]), 1);
    check.equal("a task may take no arguments", typeof (await pool.submit("whoAmI", [])), "number");

    const sums = await Promise.all(Array.from({ length: 50 }, (_, i) => pool.submit("add", [i, 1])));
    check.equal(
      "calls made at once each get their own value",
      sums,
      Array.from({ length: 50 }, (_, i) => i + 1),
    );

    let settledEarly = false;
    const promise = pool.submit("add", [1, 1]).then(() => (settledEarly = true));
    check.ok("nothing settles before submit() has returned", !settledEarly);
    await promise;

    const values = [
      null,
      true,
      "text",
      1.5,
      [1, [2]],
      { a: { b: 1 } },
      new Map([["k", new Set([1])]]),
      new Date(0),
      12n,
    ];
    for (const value of values) {
      const returned = await pool.submit("echo", [value]);
      check.equal(
        `a ${Object.prototype.toString.call(value).slice(8, -1)} travels there and back`,
        kind(returned),
        kind(value),
      );
    }
    const bytes = await pool.submit("echo", [new Uint8Array([1, 2, 255])]);
    check.equal("bytes travel as bytes", bytes instanceof Uint8Array && [...bytes], [1, 2, 255]);

    const list = [1];
    await pool.submit("push", [list]);
    check.capability("clones", "what a task does to its argument is not seen by the caller", list.length === 1, list);

    const made = await pool.submit("returnFunction", []).catch((error: unknown) => error);
    check.capability("clones", "a function does not travel", typeof made !== "function", made);

    const pids = await Promise.all([pool.submit("whoAmI", []), pool.submit("whoAmI", [])]);
    const here = await ownPid();
    check.equal(
      "tasks run in other processes in multiprocessing only",
      pids.every((pid) => pid !== here),
      cell.model === "multiprocessing",
    );

    const unknown = await check.rejects(
      "an unknown task is named",
      pool.submit("nope" as "add", [1, 2]),
      "UnknownTask",
    );
    check.ok("the known tasks are listed", unknown.known?.includes("add"), unknown.known);
    await check.rejects("an inherited name is no task", pool.submit("constructor" as "add", [1, 2]), "UnknownTask");
    const refused = pool.submit("add", [1, 2], { timeout: -1 });
    await check.rejects("a negative timeout is refused", refused, "RangeError");
  },
} satisfies Scenario;

const ownPid = async (): Promise<number> => (await import("node:process")).default.pid;

/** As a string that tells types apart, which JSON does not. */
function kind(value: unknown): string {
  if (value instanceof Map) return `Map ${JSON.stringify([...value].map(([k, v]) => [k, kind(v)]))}`;
  if (value instanceof Set) return `Set ${JSON.stringify([...value])}`;
  if (value instanceof Date) return `Date ${value.getTime()}`;
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
}
