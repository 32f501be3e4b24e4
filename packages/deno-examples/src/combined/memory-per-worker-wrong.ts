/**
 * Pay for the same table once per process.
 *
 * Shows: nothing is shared between processes but the pages of the program; every one of them has its own copy of the data.
 * Use when: workers must survive each other's crashes, or the data differs from worker to worker.
 * Not when: all workers read the same large table; memory-per-worker-right.ts has it once.
 * Run: deno run --allow-run=deno,cat packages/deno-examples/src/combined/memory-per-worker-wrong.ts
 * Needs: Deno 2.9
 */
import { fileURLToPath } from "node:url";
import { proportionalSetSize } from "./proportional-set-size.ts";

const WORKERS = 3;

// Every process makes the table of 64 MiB when it starts. The answer to a question tells that the table is there.
const children = Array.from({ length: WORKERS }, () =>
  new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", fileURLToPath(new URL("./memory-per-worker-wrong.worker.ts", import.meta.url))],
    stdin: "piped",
    stdout: "piped",
  }).spawn(),
);
const rows = await Promise.all(
  children.map(async ({ stdin, stdout }) => {
    await stdin.getWriter().write(Uint8Array.of(7));
    const { value } = await stdout.getReader().read();
    return new TextDecoder().decode(value).trim();
  }),
);
console.log(`every process has row 7: ${rows.join(" ")}`);

const total = children.reduce((sum, { pid }) => sum + proportionalSetSize(pid), 0);
console.log(`${WORKERS} processes: ${total.toFixed(0)} MiB, ${(total / WORKERS).toFixed(0)} each`);
for (const child of children) child.kill();
