/**
 * Load three tables at the same time, in one thread.
 *
 * Shows: waits overlap without a thread for each: while one table is on its way, so are the others.
 * Use when: the work waits: for a network, a disk, a timer.
 * Not when: the work computes; that holds up everything else.
 * Run: deno run --allow-env=UNIT_MS packages/deno-examples/src/async/load-tables.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/API/Window/setTimeout
 */
import { AsyncPool } from "@triathlon/core/pool/async-pool";

/** Milliseconds that a unit takes. */
const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);
const tables = [
  { name: "A", units: 1 },
  { name: "B", units: 2 },
  { name: "C", units: 5 },
];

// A task is a function. This one waits for as long as its table takes, and gives the thread to others meanwhile.
async function loadTable({ name, units }: { name: string; units: number }): Promise<number> {
  log(`loading table ${name} takes ${units} units`);
  await new Promise((resolve) => setTimeout(resolve, units * UNIT));
  log(`table ${name} is loaded`);
  return units;
}

function log(text: string): void {
  console.log(`${new Date().toISOString()} INFO ${text}`);
}

// At most three calls are in flight; a fourth would wait in line.
await using pool = new AsyncPool({ loadTable }, { concurrency: 3 });

// All three start at once. `map` yields in the order of its input, however the waits turn out.
const began = performance.now();
const results = await Array.fromAsync(pool.map("loadTable", tables));
log(`results: ${results.join(", ")}`);

// Eight units of waiting, in the time of the longest: about five.
log(`8 units of waiting in ${((performance.now() - began) / UNIT).toFixed(1)}`);
