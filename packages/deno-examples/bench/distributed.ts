/** The distributed pool that is measured. A job worker may do what this process may. */
import { fileURLToPath } from "node:url";
import { type CreateDistributedPool, poolWithWorkers } from "@triathlon/core/measure/distributed";

const entry = fileURLToPath(new URL("./distributed/measured.ts", import.meta.url));
const permissions = Deno.args.slice(0, -1);

export const createPool: CreateDistributedPool = (options) =>
  poolWithWorkers(options, () => {
    const args = [options.servers, String(options.tasksPerWorker)];
    const worker = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--cached-only", ...permissions, entry, ...args],
      stdin: "null",
      stdout: "piped",
    }).spawn();
    return {
      ready: readFirst(worker.stdout),
      async leave() {
        worker.kill("SIGTERM");
        await worker.status;
      },
    };
  });

async function readFirst(stdout: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stdout.getReader();
  if ((await reader.read()).done) throw new Error("a job worker ended");
  reader.releaseLock();
  void stdout.cancel();
}
