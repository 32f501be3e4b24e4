/** What the claims need of Bun. Its threads are those of `node:worker_threads`, as in the sources. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ClaimsNative, ClaimWorker } from "@triathlon/core/measure/claims/claim";

const program = Bun.fileURLToPath(new URL("./process.ts", import.meta.url));
const hello = Bun.fileURLToPath(new URL("./hello.js", import.meta.url));

export const native: ClaimsNative = {
  version: Bun.version,
  startWorker,
  async runProcess(job) {
    const child = Bun.spawn([process.execPath, "--no-install", program, JSON.stringify(job)], {
      stderr: "inherit",
    });
    const printed = await new Response(child.stdout).text();
    if ((await child.exited) !== 0) throw new Error(`the program ended with ${child.exitCode}`);
    return printed;
  },
  runEcho: () => ended(Bun.spawnSync(["echo", "hi"])),
  runHello: () => ended(Bun.spawnSync([process.execPath, "--no-install", hello])),
};

function startWorker(): ClaimWorker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  return {
    post: (message) => worker.postMessage(message),
    answer: async () => (await once(worker, "message"))[0],
    end: () => worker.terminate(),
  };
}

/** @throws {Error} when it failed */
function ended({ exitCode }: ReturnType<typeof Bun.spawnSync>): void {
  if (exitCode !== 0) throw new Error(`the program ended with ${exitCode}`);
}
