/** A process without a pool. */
import { fork } from "node:child_process";
import type { Started } from "@triathlon/core/measure/experiments/probe";

const entry = new URL("./empty-process.ts", import.meta.url);

export function startProcess(): Started {
  const child = fork(entry, { serialization: "advanced" });
  const gone = new Promise((resolve) => child.on("exit", resolve));
  const ready = new Promise((resolve, reject) => {
    child.on("message", resolve);
    child.on("error", reject);
  });
  return {
    pid: child.pid ?? null,
    ready,
    stop: async () => {
      if (child.kill("SIGKILL")) await gone;
    },
  };
}
