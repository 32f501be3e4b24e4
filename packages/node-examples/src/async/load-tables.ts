/**
 * Load three tables at the same time, in one thread.
 *
 * Run: node src/async/load-tables.ts
 *
 * The work waits, so nothing needs a thread: while one table is on its way, the others are too. Not for work that computes:
 * that would hold up everything else.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { AsyncPool } from "@triathlon/core/executor/async-pool";

const tables = [
  { name: "A", units: 1 },
  { name: "B", units: 2 },
  { name: "C", units: 5 },
];

// A task is a function. This one waits for as long as its table takes: 100 ms a unit.
async function loadTable({ name, units }: { name: string; units: number }): Promise<string> {
  await sleep(units * 100);
  return `table ${name} after ${units} units`;
}

// At most three calls are in flight; a fourth would wait in line.
await using pool = new AsyncPool({ loadTable }, { concurrency: 3 });

// `map` yields in the order of its input, however the waits turn out.
const began = performance.now();
for await (const loaded of pool.map("loadTable", tables)) console.log(loaded);

// Eight units of waiting, in the time of the longest: about five.
console.log(`8 units in ${((performance.now() - began) / 100).toFixed(1)}`);
