/** The program of the comparison of jobs, and how it starts those that do them: they may do what it may. */
import { fileURLToPath } from "node:url";
import { obeyJobs } from "@triathlon/core/measure/jobs/obey-jobs";

await obeyJobs({
  version: Deno.version.deno,
  jobWorker: fileURLToPath(new URL("../distributed/worker.ts", import.meta.url)),
  start(file, args) {
    const worker = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--no-prompt", "--cached-only", file, ...args],
      stdin: "null",
      stdout: "piped",
    }).spawn();
    let ended = false;
    void worker.status.then(() => (ended = true));
    return {
      pid: worker.pid,
      ready: readFirst(worker.stdout),
      kill() {
        if (!ended) worker.kill("SIGKILL"); // it throws where there is none
        return worker.status;
      },
    };
  },
});

async function readFirst(stdout: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stdout.getReader();
  if ((await reader.read()).done) throw new Error("a worker ended");
  reader.releaseLock();
}
