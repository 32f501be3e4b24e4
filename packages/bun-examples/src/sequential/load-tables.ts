/**
 * Load three tables, one after the other.
 *
 * Shows: a call that blocks is over when it returns; until then this program does nothing else.
 * Use when: the program has nothing else to do: this is the shortest code, and the easiest to read.
 * Not when: anything else should happen meanwhile; a server that waits like this serves nobody.
 * Run: bun packages/bun-examples/src/sequential/load-tables.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/utils
 */
/** Milliseconds that a unit takes. */
const UNIT = Number(Bun.env["UNIT_MS"] ?? 20);
const tables = [
  { name: "A", units: 1 },
  { name: "B", units: 2 },
  { name: "C", units: 5 },
];

// Blocks the thread: no timer, no promise, nothing goes on until it returns.
function loadTable({ name, units }: { name: string; units: number }): number {
  log(`loading table ${name} takes ${units} units`);
  Bun.sleepSync(units * UNIT);
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
