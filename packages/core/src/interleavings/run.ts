/**
 * Tries the means of synchronization in this runtime: in orders by lot of two to eight threads, and if asked in every order of the fewest; then
 * the same with each fault that was planted, which must be found.
 *
 *     node run.ts [orders by lot = 200] [seed = 1] [every]
 *
 * Prints one line of JSON for each; ends with 1 when a fault was found where none was planted, or one that was planted was not.
 */
import { readdirSync } from "node:fs";
import process from "node:process";
import type { Case } from "./case.ts";
import { type Explored, Threads } from "./explore.ts";

/** Orders of the fewest threads are fewer than this in every case. */
const MOST = 200_000;

/** Orders by lot in which a planted fault must be found. */
const PATIENCE = 1000;

const [orders = "200", seed = "1", inEvery] = process.argv.slice(2);
const folder = new URL("./cases/", import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));

for (const name of names.sort()) {
  const { default: tried } = (await import(new URL(`${name}.ts`, folder).href)) as { default: Case };
  for (const variant of ["right", ...Object.keys(tried.planted)]) await tryOut(name, tried, variant);
}

async function tryOut(name: string, tried: Case, variant: string): Promise<void> {
  let found = false;
  for (const count of tried.threads) {
    if (variant !== "right" && found) break;
    const threads = await Threads.start(name, tried, variant, count);
    const every = inEvery === "every" && count === tried.threads[0];
    const began = performance.now();
    const lot = variant === "right" ? Number(orders) : PATIENCE;
    const explored: Explored = every ? threads.all(MOST) : threads.some(lot, Number(seed));
    const seconds = (performance.now() - began) / 1000;
    await threads.stop();
    found ||= explored.fault !== undefined;
    console.log(JSON.stringify({ case: name, variant, threads: count, every, ...explored, seconds }));
  }
  if (found !== (variant !== "right")) process.exitCode = 1;
}
