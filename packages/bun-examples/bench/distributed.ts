/** The distributed pool that is measured. */
import { type CreateDistributedPool, poolWithWorkers } from "@triathlon/core/measure/distributed";

const entry = Bun.fileURLToPath(new URL("./distributed/measured.ts", import.meta.url));

export const createPool: CreateDistributedPool = (options) =>
  poolWithWorkers(options, () => {
    const args = ["--no-install", "--no-orphans", entry, options.servers, String(options.tasksPerWorker)];
    const worker = Bun.spawn([process.execPath, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    return {
      ready: readFirst(worker.stdout),
      async leave() {
        worker.kill("SIGTERM");
        await worker.exited;
      },
    };
  });

async function readFirst(stdout: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stdout.getReader();
  if ((await reader.read()).done) throw new Error("a job worker ended");
  reader.releaseLock();
}
