/**
 * Load three tables at the same time, in three processes, with calls that block.
 *
 * Shows: as with threads; a process for each wait costs more, and only buys that a crash takes no other along.
 * Use when: the library that blocks may also crash, or changes what belongs to the whole process.
 * Not when: the wait can be awaited: async/load-tables.ts needs no thread for each.
 * Run: deno run --allow-env=UNIT_MS --allow-run=deno packages/deno-examples/src/multiprocessing/load-tables.ts
 * Needs: Deno 2.9
 */
import { fileURLToPath } from "node:url";
import { streaming } from "@triathlon/core/abilities/stream";
import { ProcessPool } from "./process-pool.ts";

/** Milliseconds that a unit takes. */
const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);
const tables = [
  { name: "A", units: 1 },
  { name: "B", units: 2 },
  { name: "C", units: 5 },
];

// Three children, as three of them block at the same time. By default there is one a core, and table C might wait in line.
await using pool = new ProcessPool<typeof import("./load-tables.tasks.ts")>(
  () =>
    new Deno.Command(Deno.execPath(), {
      // A child needs no permission at all to wait.
      args: ["run", "--no-prompt", fileURLToPath(new URL("./load-tables.worker.ts", import.meta.url))],
      stdin: "piped",
      stdout: "piped",
    }).spawn(),
  { workers: 3, abilities: [streaming()] },
);

// A worker is started when it is needed; started beforehand, it is not in the time that is taken below.
await pool.prewarm();
const began = performance.now();

// Workers do not write to the terminal themselves, where their lines would come in no order: they tell what they do.
const futures = tables.map((table) => pool.submit("loadTable", [table, UNIT], { onItem: (line) => console.log(line) }));

// A future is a promise. Awaited in the order of the calls, whichever ends first.
const results = await Promise.all(futures);
log(`results: ${results.join(", ")}`);

// Eight units of waiting, in the time of the longest: about five.
log(`8 units of waiting in ${((performance.now() - began) / UNIT).toFixed(1)}`);

function log(text: string): void {
  console.log(`${new Date().toISOString()} INFO ${text}`);
}
