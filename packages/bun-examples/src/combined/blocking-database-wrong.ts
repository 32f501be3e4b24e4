/**
 * Freeze the event loop with a database client that blocks.
 *
 * Shows: `async` in front of a function does not make what it calls wait; three queries run one after the other, and nothing else runs.
 * Use when: never while something else must answer; blocking-database-right.ts is the way to write it.
 * Run: bun packages/bun-examples/src/combined/blocking-database-wrong.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/sqlite
 */
import { report } from "./blocking-database.tasks.ts";

// Everything else that this program has to do: something small, every 10 ms.
let ticks = 0;
const ticker = setInterval(() => ticks++, 10);

// It looks like three queries at the same time. But there is no `await` in here that waits for something.
async function query(rows: number): Promise<number> {
  return report(rows);
}
const totals = await Promise.all([query(300_000), query(300_000), query(300_000)]);
console.log(`the totals are ${totals.join(", ")}`); // => the totals are 45000150000, 45000150000, 45000150000
console.log(`ticks during three queries: ${ticks}`); // => ticks during three queries: 0
clearInterval(ticker);
