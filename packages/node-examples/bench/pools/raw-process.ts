/** A child process without a pool. */
import { fork } from "node:child_process";
import type { StartRawWorker } from "@triathlon/core/measure/pools/raw";

export const startProcess: StartRawWorker = (receive) => {
  const child = fork(new URL("./raw-process.worker.ts", import.meta.url), { serialization: "advanced" });
  child.on("message", receive);
  return {
    post: (calls) => void child.send(calls),
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.kill("SIGKILL");
      }),
  };
};
