/**
 * Forget to close a pool of processes, and see what is left.
 *
 * Shows: a program whose pool is open does not end; with `close` it ends by itself; killed, it takes its workers along.
 * Use when: a program of yours does not end.
 * Not when: a block can own the pool: `await using` cannot be forgotten.
 * Run: deno run --allow-run=deno --allow-env=UNIT_MS packages/deno-examples/src/multiprocessing/forgotten-close.ts
 * Needs: Deno 2.9
 */
import { fileURLToPath } from "node:url";
import { streaming } from "@triathlon/core/abilities/stream";
import { ProcessPool } from "./process-pool.ts";

// This program starts itself as a child, with the word for how the child is to end; without a word it is the parent.
const ending = Deno.args[0];
if (ending === undefined) {
  await watch("forgotten");
  await watch("closed");
} else await program(ending);

// As a Python executor without `with`: three tasks in three processes, and at the end of the program an open pool.
async function program(how: string): Promise<void> {
  const pool = new ProcessPool<typeof import("./forgotten-close.tasks.ts")>(
    () => {
      const entry = fileURLToPath(new URL("./forgotten-close.worker.ts", import.meta.url));
      const args = ["run", "--no-prompt", "--allow-env=UNIT_MS", entry];
      return new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" }).spawn();
    },
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
  const args = ["run", "--no-prompt", "--allow-run=deno", "--allow-env=UNIT_MS", fileURLToPath(import.meta.url), how];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "piped" }).spawn();
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const chunk of child.stdout) {
    Deno.stdout.writeSync(chunk);
    if (new TextDecoder().decode(chunk).includes("the last line")) {
      timer = setTimeout(() => {
        child.kill("SIGKILL");
        killed = true;
      }, 2000);
    }
  }
  const { code } = await child.status;
  clearTimeout(timer);
  console.log(killed ? `${how}: had to be killed` : `${how}: ended by itself with exit code ${code}`);

  // The workers hold the same stderr: its pipe is closed when the last of them is gone.
  for await (const chunk of child.stderr) Deno.stderr.writeSync(chunk);
  console.log(`${how}: no worker is left`);
}
