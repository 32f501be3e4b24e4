/**
 * Download a site, six pages at a time, from two machines.
 *
 * Shows: a page that was asked for is downloaded, whichever machine is lost; each worker has as many on their way as it has places.
 * Use when: one machine's address or connection is the limit, or what was asked for must survive the program.
 * Not when: pages are only waited for: async does that with one thread.
 * Run: bun packages/bun-examples/src/distributed/download-site.ts
 * Needs: Bun 1.4, nats-server
 * See: https://docs.nats.io/nats-concepts/jetstream
 *
 *      download-site.ts           nats-server               download-site.worker.ts, twice      the site
 *      map ──▶ URLs ────────────▶ keeps each until ────────▶ three at a time ──── fetch ──────▶ a page
 *       bytes ◀────────────────── it has a result ◀───────── how long it is ◀──────────────────╯
 */
import process from "node:process";
import { DistributedPool } from "@triathlon/core/distributed/distributed-pool";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";
import { openSite } from "@triathlon/core/examples/download-site.server";
import { startServer } from "./nats-server.ts";
import { startWorker } from "./start-worker.ts";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);

await using site = await openSite();
await using server = await startServer();
const command: [string, string] = [
  process.execPath,
  Bun.fileURLToPath(new URL("./download-site.worker.ts", import.meta.url)),
];
await using _first = startWorker(command, server.url);
await using _second = startWorker(command, server.url);
const jobs = await natsJobs({ servers: server.url });
await using pool = new DistributedPool<typeof import("@triathlon/core/examples/download-site.tasks")>(jobs);
// One page before the clock: when it is here, a worker is there.
await pool.submit("download", [site.urls[0] ?? ""]);
const began = performance.now();

// In the order of the site. What crosses to a worker is a URL, and back comes a number: pages stay where they are needed.
let bytes = 0;
for await (const length of pool.map("download", site.urls)) bytes += length;
const took = (performance.now() - began) / UNIT;

// Six waits at a time, as in any model; what is different is that each call is kept by a server until it is done.
console.log(`${site.urls.length} pages, ${bytes} bytes`);
console.log(`${site.connections} connections, at most ${site.busiest} requests at once`);
console.log(`${site.units.toFixed(1)} units of waiting in ${took.toFixed(1)}`);
