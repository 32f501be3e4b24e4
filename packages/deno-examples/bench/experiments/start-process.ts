/** A process without a pool. */
import { fileURLToPath } from "node:url";
import type { Started } from "@triathlon/core/measure/experiments/probe";

const entry = fileURLToPath(new URL("./empty-process.ts", import.meta.url));

export function startProcess(): Started {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--cached-only", entry],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  return {
    pid: child.pid,
    ready: firstOf(child.stdout),
    stop: async () => {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

/** @throws {Error} when the child ends without a word */
async function firstOf(stdout: ReadableStream<Uint8Array>): Promise<void> {
  const { done } = await stdout.getReader().read();
  if (done) throw new Error("the process ended before it was ready");
}
