/**
 * Forget to close a pool of processes, and see what is left.
 *
 * Shows: a program whose pool is open does not end; with `close` it ends by itself; killed, it takes its workers along.
 * Use when: a program of yours does not end.
 * Not when: a block can own the pool: `await using` cannot be forgotten.
 * Run: node packages/node-examples/src/multiprocessing/forgotten-close.ts
 * Needs: Node 22.18
 */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { streaming } from "@triathlon/core/abilities/stream";
import { ProcessPool } from "./process-pool.ts";

// This program starts itself as a child, with the word for how the child is to end; without a word it is the parent.
const ending = process.argv[2];
if (ending === undefined) {
  await watch("forgotten");
  await watch("closed");
} else await program(ending);

// As a Python executor without `with`: three tasks in three processes, and at the end of the program an open pool.
async function program(how: string): Promise<void> {
  const pool = new ProcessPool<typeof import("./forgotten-close.tasks.ts")>(
    () => fork(new URL("./forgotten-close.worker.ts", import.meta.url), { serialization: "advanced" }),
    { workers: 3, abilities: [streaming()] },
  );
  const tasks = ["a", "b", "c"].map((argument) => pool.submit("ioBound", [argument], { onItem: console.log }));
  console.log(`${how}: submitted, nothing waits yet`);
  await Promise.all(tasks);
  if (how === "closed") await pool.close();
  console.log(`${how}: the last line of the program`);
}

// Two seconds after its last line, a program that has not ended by itself is killed.
async function watch(how: string): Promise<void> {
  let killed = false;
  const child = spawn(process.execPath, [import.meta.filename, how], { stdio: ["ignore", "pipe", "inherit"] });
  const kill = (): void => void (killed = child.kill("SIGKILL"));
  let timer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    process.stdout.write(text);
    if (text.includes("the last line")) timer = setTimeout(kill, 2000);
  });
  const [exitCode] = (await once(child, "exit")) as [number | null];
  clearTimeout(timer);
  console.log(killed ? `${how}: had to be killed` : `${how}: ended by itself with exit code ${exitCode}`);

  // The workers hold the same pipe: it is closed when the last of them is gone.
  if (!child.stdout.closed) await once(child, "close");
  console.log(`${how}: no worker is left`);
}
