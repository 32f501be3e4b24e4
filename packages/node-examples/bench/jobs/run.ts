/** The program of the comparison of jobs, and how it starts those that do them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { obeyJobs } from "@triathlon/core/measure/jobs/obey-jobs";

await obeyJobs({
  version: process.version.slice(1),
  jobWorker: fileURLToPath(new URL("../distributed/worker.ts", import.meta.url)),
  start(file, args) {
    const worker = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(worker, "exit");
    const early = ended.then(() => Promise.reject(new Error("a worker ended")));
    return {
      pid: worker.pid ?? 0,
      ready: Promise.race([once(worker.stdout, "data"), early]),
      kill() {
        worker.kill("SIGKILL");
        return ended;
      },
    };
  },
});
