/** What the claims need of Node. */
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import type { ClaimsNative, ClaimWorker } from "@triathlon/core/measure/claims/claim";

const program = fileURLToPath(new URL("./process.ts", import.meta.url));
const hello = fileURLToPath(new URL("./hello.js", import.meta.url));

export const native: ClaimsNative = {
  version: process.version.slice(1),
  startWorker,
  async runProcess(job) {
    const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(job)]);
    return stdout;
  },
  runEcho: () => ended(spawnSync("echo", ["hi"])),
  runHello: () => ended(spawnSync(process.execPath, [hello])),
};

function startWorker(): ClaimWorker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  return {
    post: (message) => worker.postMessage(message),
    answer: async () => (await once(worker, "message"))[0],
    end: () => worker.terminate(),
  };
}

/** @throws {Error} when it could not be started, or failed */
function ended({ status, error }: ReturnType<typeof spawnSync>): void {
  if (status !== 0) throw error ?? new Error(`the program ended with ${status}`);
}
