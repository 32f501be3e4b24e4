/**
 * Climb from a function to a process, and see what each rung costs and keeps apart.
 *
 * Shows: function, `vm` context, worker, process: what it takes to create and to call one, what it shares, what its crash takes along.
 * Use when: you choose how far from your own code something should run.
 * Not when: the code is hostile; a `vm` context is no wall, and a worker is one only against accidents.
 * Run: node packages/node-examples/src/combined/isolate-ladder.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/vm.html
 */
import { state } from "@triathlon/core/examples/combined/isolate-ladder.guest";
import { crash } from "./isolate-ladder.crash.ts";
import { type Isolate, rungs } from "./isolate-ladder.rungs.ts";
import { proportionalSetSize } from "./proportional-set-size.ts";

/** How many of each are created; the costs are divided by it. */
const COUNTS: Record<string, number> = { function: 1000, "vm context": 20, worker: 3, process: 2 };
const CALLS = 200;

// The host leaves its marks: one in the globals, one in a module.
Object.assign(globalThis, { mark: "host" });
state.mark = "host";

async function climb(rung: string): Promise<string[]> {
  const count = COUNTS[rung] ?? 1;
  const isolates: Isolate[] = [];

  // To create one, until it can answer.
  const before = proportionalSetSize(process.pid);
  const began = performance.now();
  for (let i = 0; i < count; i++) isolates.push(await rungs[rung]!());
  const milliseconds = (performance.now() - began) / count;

  // Memory: what this process has grown by, and what the new processes take.
  let mebibytes = proportionalSetSize(process.pid) - before;
  for (const { pid } of isolates) if (pid !== undefined) mebibytes += proportionalSetSize(pid);

  // There and back, one after the other.
  const isolate = isolates[0]!;
  const called = performance.now();
  for (let number = 0; number < CALLS; number++) await isolate.call({ ask: "add", number });
  const microseconds = ((performance.now() - called) / CALLS) * 1000;

  // Which of the host's marks the guest finds, and whether the host finds what the guest wrote.
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const found = await isolate.call({ ask: "look", shared });
  for (const each of isolates) each.close();

  return [
    rung,
    milliseconds.toFixed(3),
    Math.max(0, mebibytes / count).toFixed(2),
    microseconds.toFixed(1),
    ...[found.globalThis, found.module, shared[0] === 1].map((same) => (same ? "shared" : "own")),
  ];
}

const head = ["rung", "create ms", "memory MiB", "call µs", "globalThis", "module", "shared array"];
console.log(line([...head, "endless loop", "process.exit()"]));

// The costs one rung after the other, so that they do not disturb each other; the crashes all at once.
const climbed: string[][] = [];
for (const rung of Object.keys(rungs)) climbed.push(await climb(rung));
const rows = climbed.map(async ([rung = "", ...cells]) => [
  rung,
  ...cells,
  ...(await Promise.all([crash(rung, "loop"), crash(rung, "exit")])),
]);
for (const row of await Promise.all(rows)) console.log(line(row));

function line(cells: string[]): string {
  return cells
    .map((cell) => cell.padEnd(12))
    .join(" ")
    .trimEnd();
}
