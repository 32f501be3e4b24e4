/**
 * Download a site, one page after the other.
 *
 * Shows: what the others are compared with: the waits add up; one connection does it all.
 * Use when: there are few pages, or the order matters.
 * Not when: there are many, and each is waited for.
 * Run: deno run --allow-net=127.0.0.1 --allow-env=UNIT_MS packages/deno-examples/src/sequential/download-site.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/api/web/~/fetch
 */
import { openSite } from "@triathlon/core/examples/download-site.server";

const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);

await using site = await openSite();
const began = performance.now();

// The next page is asked for when this one is here. `fetch` keeps its connection open and uses it again.
let bytes = 0;
for (const url of site.urls) {
  const response = await fetch(url);
  bytes += (await response.arrayBuffer()).byteLength;
}
const took = (performance.now() - began) / UNIT;

// All waits one after the other, and then the work that a request is.
console.log(`${site.urls.length} pages, ${bytes} bytes`);
console.log(`${site.connections} connections, at most ${site.busiest} requests at once`);
console.log(`${site.units.toFixed(1)} units of waiting in ${took.toFixed(1)}`);
