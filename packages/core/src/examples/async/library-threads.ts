/**
 * See which library functions already run on threads of their own: there a pool of yours brings nothing.
 *
 * Shows: while such a function works, the event loop has its turns, and CPU time grows faster than wall time. In Deno, `gzip` of
 *   node:zlib works in the loop itself.
 * Use when: asking whether a pool is needed at all: for hashing, compressing, encrypting and reading files it often is not.
 * Not when: the work is your own code: it holds up the loop, whatever promise is put around it.
 * Run: node packages/core/src/examples/async/library-threads.ts
 * Run: deno run packages/core/src/examples/async/library-threads.ts
 * Run: bun packages/core/src/examples/async/library-threads.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://nodejs.org/api/cli.html#uv_threadpool_sizesize
 */
import { pbkdf2, pbkdf2Sync, scrypt, subtle } from "node:crypto";
import process from "node:process";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const bytes = new Uint8Array(64_000_000).map((_, index) => index % 251);
const kinds: Record<string, () => Promise<unknown>> = {
  pbkdf2: () => promisify(pbkdf2)("password", "salt", 50_000, 64, "sha512"),
  scrypt: () => promisify(scrypt)("password", "salt", 64),
  gzip: () => promisify(gzip)(bytes.subarray(0, 8_000_000)),
  "subtle.digest": () => subtle.digest("SHA-256", bytes),
  "pbkdf2Sync in an async function": async () => pbkdf2Sync("password", "salt", 50_000, 64, "sha512"),
};

for (const [name, start] of Object.entries(kinds)) {
  let turns = 0;
  const beat = setInterval(() => turns++, 1);
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await Promise.all(Array.from({ length: 4 }, start));
  const { user, system } = process.cpuUsage(cpu);
  const cores = (user + system) / 1000 / (performance.now() - wall); // below 1: it waits; above 1: it has threads
  clearInterval(beat);
  const loop = turns > 0 ? "had its turns" : "had no turn";
  console.log(`${name}: the loop ${loop}, ${cores.toFixed(1)} cores were busy`);
}
