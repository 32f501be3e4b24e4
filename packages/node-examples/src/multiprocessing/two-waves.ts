/**
 * Run ten tasks in five processes: two waves.
 *
 * Shows: the sixth task waits until a worker is free; a worker is a process, and is used again.
 * Use when: there are more tasks than the machine, or a server, can take at once.
 * Not when: the tasks only wait: then processes are memory for nothing, see async.
 * Run: node packages/node-examples/src/multiprocessing/two-waves.ts
 * Needs: Node 24.11
 */
import { fork } from "node:child_process";
import { streaming } from "@triathlon/core/abilities/stream";
import { ProcessPool } from "./process-pool.ts";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);

await using pool = new ProcessPool<typeof import("./two-waves.tasks.ts")>(
  () => fork(new URL("./two-waves.worker.ts", import.meta.url), { serialization: "advanced" }),
  { workers: 5, abilities: [streaming()] },
);
// Workers are started when a call needs them. Here all are wanted before the clock starts.
await pool.prewarm();

// All ten are submitted at once; five start, five wait in the queue.
const began = performance.now();
const inputs = Array.from({ length: 10 }, (_, i) => i + 1);
const results = await Promise.all(inputs.map((input) => pool.submit("ioBound", [input], { onItem: console.log })));
const took = (performance.now() - began) / UNIT;

// Thirty units of waiting, five at a time: six, and what the messages cost.
console.log(`results: ${results.map(({ parameter }) => parameter).join(" ")}`);
console.log(`${new Set(results.map(({ pid }) => pid)).size} processes, 30 units of waiting in ${took.toFixed(1)}`);
