/**
 * Pay for the same table once per process.
 *
 * Shows: nothing is shared between processes but the pages of the program; every one of them has its own copy of the data.
 * Use when: workers must survive each other's crashes, or the data differs from worker to worker.
 * Not when: all workers read the same large table; memory-per-worker-right.ts has it once.
 * Run: node packages/node-examples/src/combined/memory-per-worker-wrong.ts
 * Needs: Node 22.18
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { proportionalSetSize } from "./proportional-set-size.ts";

const WORKERS = 3;

// Every process makes the table of 64 MiB when it starts. The answer to a question tells that the table is there.
const children = Array.from({ length: WORKERS }, () =>
  fork(new URL("./memory-per-worker-wrong.worker.ts", import.meta.url)),
);
const answers = children.map((child) => once(child, "message"));
for (const child of children) child.send({ row: 7 });
const rows = (await Promise.all(answers)).map(([row]) => row);
console.log(`every process has row 7: ${rows.join(" ")}`);

const total = children.reduce((sum, { pid = 0 }) => sum + proportionalSetSize(pid), 0);
console.log(`${WORKERS} processes: ${total.toFixed(0)} MiB, ${(total / WORKERS).toFixed(0)} each`);
for (const child of children) child.kill();
