/**
 * Download a site, five pages at a time, in five processes.
 *
 * Shows: the same as async, for the memory of five programs: cost without benefit.
 * Use when: what is downloaded is not trusted, and may crash what reads it.
 * Not when: pages are only waited for: async does that with one thread.
 * Run: deno run --allow-run=deno --allow-net=127.0.0.1 --allow-env=UNIT_MS packages/deno-examples/src/multiprocessing/download-site.ts
 * Needs: Deno 2.9
 */
import { fileURLToPath } from "node:url";
import { openSite } from "@triathlon/core/examples/download-site.server";
import { ProcessPool } from "./process-pool.ts";

const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);

await using site = await openSite();
await using pool = new ProcessPool<typeof import("@triathlon/core/examples/download-site.tasks")>(
  () => {
    const entry = fileURLToPath(new URL("./download-site.worker.ts", import.meta.url));
    const args = ["run", "--no-prompt", "--allow-net=127.0.0.1", entry];
    return new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" }).spawn();
  },
  { workers: 5 },
);
// All five are started before the clock.
await pool.prewarm();
const began = performance.now();

// A worker has one page on its way at a time. What crosses to it is a URL, and back comes a number.
let bytes = 0;
for await (const length of pool.map("download", site.urls)) bytes += length;
const took = (performance.now() - began) / UNIT;

// Five waits at a time, as in async: what is different is what it costs to have five processes.
console.log(`${site.urls.length} pages, ${bytes} bytes`);
console.log(`${site.connections} connections, at most ${site.busiest} requests at once`);
console.log(`${site.units.toFixed(1)} units of waiting in ${took.toFixed(1)}`);
