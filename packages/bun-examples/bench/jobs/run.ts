/** The program of the comparison of jobs, and how it starts those that do them. */
import { obeyJobs } from "@triathlon/core/measure/jobs/obey-jobs";

await obeyJobs({
  version: Bun.version,
  jobWorker: Bun.fileURLToPath(new URL("../distributed/worker.ts", import.meta.url)),
  start(file, args) {
    const command = [process.execPath, "--no-install", "--no-orphans", file, ...args];
    const worker = Bun.spawn(command, { stdio: ["ignore", "pipe", "inherit"] });
    return {
      pid: worker.pid,
      ready: readFirst(worker.stdout),
      kill() {
        worker.kill("SIGKILL");
        return worker.exited;
      },
    };
  },
});

async function readFirst(stdout: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stdout.getReader();
  if ((await reader.read()).done) throw new Error("a worker ended");
  reader.releaseLock();
}
