/**
 * Start two processes, and wait until both have ended.
 *
 * Shows: the primitive under every process pool: a child has an id, a memory and an end of its own.
 * Use when: a program of its own has one job, may crash, or needs other permissions than this one.
 * Not when: there are many small jobs: a pool starts its children once, and says what went wrong.
 * Run: deno run --allow-run=deno packages/deno-examples/src/multiprocessing/start-and-join.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/api/deno/~/Deno.Command
 */
import { fileURLToPath } from "node:url";

// A child begins with a module of its own, so no guard must keep it from starting children in turn. It copies nothing of this
// process: what it must know goes along as an argument.
const start = (task: string): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", fileURLToPath(new URL("./start-and-join.worker.ts", import.meta.url)), task],
  }).spawn();

// Join: its status, with the exit code, and the signal that ended it.
async function join(child: Deno.ChildProcess): Promise<unknown> {
  const { code, signal } = await child.status;
  return signal ?? code;
}

// Both run from here on, on two cores if there are two. Which line comes first differs from run to run.
const children = [start("doFirst"), start("doSecond")];
console.log(`process ${Deno.pid} has started ${children.map(({ pid }) => pid).join(" and ")}`);

const ended = await Promise.all(children.map(join));
console.log(`both have ended: ${ended.join(", ")}`);
