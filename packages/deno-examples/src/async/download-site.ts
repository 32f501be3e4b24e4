/**
 * Download a site, five pages at a time, in one thread.
 *
 * Shows: five waits at the same time, for the price of five promises; five connections, used again and again.
 * Use when: there are many pages, and each is waited for.
 * Not when: what is downloaded has to be computed with at length: then a pool of threads does that part.
 * Run: deno run --allow-net=127.0.0.1 --allow-env=UNIT_MS packages/deno-examples/src/async/download-site.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/api/web/~/fetch
 */
import { openSite } from "@triathlon/core/examples/download-site.server";
import { AsyncPool } from "@triathlon/core/pool/async-pool";
import type { TaskContext } from "@triathlon/core/pool/tasks";

const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);

// `fetch` keeps connections by itself: there is no session to open. `this.signal` ends the download with its call.
async function download(this: TaskContext, url: string): Promise<number> {
  const response = await fetch(url, { signal: this.signal });
  return (await response.arrayBuffer()).byteLength;
}

await using site = await openSite();
await using pool = new AsyncPool({ download }, { concurrency: 5 });
const began = performance.now();

// The sixth page is asked for when one of five is here: as fast as it goes, and no faster than the site can bear.
let bytes = 0;
for await (const length of pool.map("download", site.urls)) bytes += length;
const took = (performance.now() - began) / UNIT;

// Five waits at a time: where requests cost nothing, a fifth of them all.
console.log(`${site.urls.length} pages, ${bytes} bytes`);
console.log(`${site.connections} connections, at most ${site.busiest} requests at once`);
console.log(`${site.units.toFixed(1)} units of waiting in ${took.toFixed(1)}`);
