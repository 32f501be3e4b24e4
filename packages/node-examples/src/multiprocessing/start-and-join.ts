/**
 * Start two processes, and wait until both have ended.
 *
 * Shows: the primitive under every process pool: a child has an id, a memory and an end of its own.
 * Use when: a program of its own has one job, may crash, or needs other permissions than this one.
 * Not when: there are many small jobs: a pool starts its children once, and says what went wrong.
 * Run: node packages/node-examples/src/multiprocessing/start-and-join.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/child_process.html
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

// A child begins with a module of its own, so no guard must keep it from starting children in turn. It copies nothing of this
// process: what it must know goes along as an argument.
const start = (task: string): ChildProcess => fork(new URL("./start-and-join.worker.ts", import.meta.url), [task]);

// Join: the "exit" event, with the exit code, or null and the signal that ended it.
async function join(child: ChildProcess): Promise<unknown> {
  const [exitCode, signal] = await once(child, "exit");
  return exitCode ?? signal;
}

// Both run from here on, on two cores if there are two. Which line comes first differs from run to run.
const children = [start("doFirst"), start("doSecond")];
console.log(`process ${process.pid} has started ${children.map(({ pid }) => pid).join(" and ")}`);

const ended = await Promise.all(children.map(join));
console.log(`both have ended: ${ended.join(", ")}`);
