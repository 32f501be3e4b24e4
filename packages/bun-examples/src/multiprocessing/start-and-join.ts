/**
 * Start two processes, and wait until both have ended.
 *
 * Shows: the primitive under every process pool: a child has an id, a memory and an end of its own.
 * Use when: a program of its own has one job, may crash, or needs other permissions than this one.
 * Not when: there are many small jobs: a pool starts its children once, and says what went wrong.
 * Run: bun packages/bun-examples/src/multiprocessing/start-and-join.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/child-process
 */
// A child begins with a module of its own, so no guard must keep it from starting children in turn. It copies nothing of this
// process: what it must know goes along as an argument.
const start = (task: string): Bun.Subprocess => {
  const module = Bun.fileURLToPath(new URL("./start-and-join.worker.ts", import.meta.url));
  return Bun.spawn([process.execPath, "--no-orphans", module, task], { stdio: ["ignore", "inherit", "inherit"] });
};

// Join: the exit code, or the signal that ended it.
async function join(child: Bun.Subprocess): Promise<unknown> {
  const exitCode = await child.exited;
  return child.signalCode ?? exitCode;
}

// Both run from here on, on two cores if there are two. Which line comes first differs from run to run.
const children = [start("doFirst"), start("doSecond")];
console.log(`process ${process.pid} has started ${children.map(({ pid }) => pid).join(" and ")}`);

const ended = await Promise.all(children.map(join));
console.log(`both have ended: ${ended.join(", ")}`);
