/**
 * Show a progress bar that keeps moving while a pool works.
 *
 * Shows: the main thread stays free to draw; tasks say how far they are while they run.
 * Use when: a command-line program computes for longer than people like to wait in the dark.
 * Run: deno run --allow-read=packages packages/deno-examples/src/threading/progress-bar.ts
 * Needs: Deno 2.9
 */
import { streaming } from "@triathlon/core/abilities/stream";
import { ThreadPool } from "./thread-pool.ts";

await using pool = new ThreadPool<typeof import("@triathlon/core/examples/threading/progress-bar.tasks")>(
  () => new Worker(new URL("./progress-bar.worker.ts", import.meta.url), { type: "module" }),
  { abilities: [streaming()] },
);
const ranges = Array.from({ length: 4 }, (_, i) => ({ from: i * 250_000, to: (i + 1) * 250_000 }));
const steps = 10 * ranges.length;
const terminal = Deno.stdout.isTerminal();
let done = 0;
let shown = -1;
let frames = 0;

// In a terminal the line is drawn again and again, and a wheel turns. In a file or a pipe each tenth gets a line, once.
function draw(): void {
  frames++;
  const tenth = Math.floor((10 * done) / steps);
  const bar = `[${"#".repeat(tenth)}${".".repeat(10 - tenth)}] ${10 * tenth}%`;
  if (terminal) Deno.stdout.writeSync(new TextEncoder().encode(`\r${bar} ${"|/-\\"[frames % 4]}`));
  else if (tenth > shown) console.log(bar);
  shown = tenth;
}

// Sixty times a second, whether or not there is something new. Were the work done here, no timer would fire.
draw();
const timer = setInterval(draw, 1000 / 60);

// What a task emits arrives here while it runs.
function onItem(): void {
  done++;
  draw();
}
const counts = await Promise.all(ranges.map((range) => pool.submit("countPrimes", [range], { onItem })));
clearInterval(timer);

const primes = counts.reduce((sum, count) => sum + count, 0);
console.log(`${terminal ? "\n" : ""}${primes} primes below a million, drawn ${frames} times for ${done} steps`);
