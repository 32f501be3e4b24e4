/** A process without a pool. */
import type { Started } from "@triathlon/core/measure/experiments/probe";

const entry = Bun.fileURLToPath(new URL("./empty-process.ts", import.meta.url));

export function startProcess(): Started {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const child = Bun.spawn([process.execPath, "--no-install", "--no-orphans", entry], {
    ipc: () => resolve(),
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit"],
    onExit: () => reject(new Error("the process ended before it was ready")),
  });
  return {
    pid: child.pid,
    ready,
    stop: () => {
      child.kill("SIGKILL");
      return child.exited;
    },
  };
}
