/** A child process without a pool. */
import type { StartRawWorker } from "@triathlon/core/measure/pools/raw";

const entry = Bun.fileURLToPath(new URL("./raw-process.worker.ts", import.meta.url));

export const startProcess: StartRawWorker = (receive) => {
  const child = Bun.spawn([process.execPath, "--no-install", "--no-orphans", entry], {
    ipc: receive,
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit"],
  });
  return {
    post: (calls) => child.send(calls),
    stop: () => {
      child.kill("SIGKILL");
      return child.exited;
    },
  };
};
