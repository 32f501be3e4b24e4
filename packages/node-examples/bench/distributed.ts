/** The distributed pool that is measured. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type CreateDistributedPool, poolWithWorkers } from "@triathlon/core/measure/distributed";

const entry = fileURLToPath(new URL("./distributed/measured.ts", import.meta.url));

export const createPool: CreateDistributedPool = (options) =>
  poolWithWorkers(options, () => {
    const args = [entry, options.servers, String(options.tasksPerWorker)];
    const worker = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(worker, "exit");
    return {
      ready: Promise.race([
        once(worker.stdout, "data"),
        ended.then(() => Promise.reject(new Error("a job worker ended"))),
      ]),
      async leave() {
        worker.kill("SIGTERM");
        await ended;
      },
    };
  });
