/**
 * Load three tables, one after the other.
 *
 * Shows: a call that blocks is over when it returns; until then this program does nothing else.
 * Use when: the program has nothing else to do: this is the shortest code, and the easiest to read.
 * Not when: anything else should happen meanwhile; a server that waits like this serves nobody.
 * Run: deno run --allow-env=UNIT_MS packages/deno-examples/src/sequential/load-tables.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Atomics/wait
 */
/** Milliseconds that a unit takes. */
const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);
const tables = [
  { name: "A", units: 1 },
  { name: "B", units: 2 },
  { name: "C", units: 5 },
];

// Blocks the thread: no timer, no promise, nothing goes on until it returns.
function loadTable({ name, units }: { name: string; units: number }): number {
  log(`loading table ${name} takes ${units} units`);
  // Nobody ever stores anything there, so it waits until its time is over.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, units * UNIT);
  log(`table ${name} is loaded`);
  return units;
}

function log(text: string): void {
  console.log(`${new Date().toISOString()} INFO ${text}`);
}

const began = performance.now();
const results = tables.map(loadTable);
log(`results: ${results.join(", ")}`);

// Each waits for the one before it: eight units take eight.
log(`8 units of waiting in ${((performance.now() - began) / UNIT).toFixed(1)}`);
