/** A child process without a pool: frames on its standard streams, as in ours. */
import { fileURLToPath } from "node:url";
import type { StartRawWorker } from "@triathlon/core/measure/pools/raw";
import { frame, readFrames } from "../../src/multiprocessing/frames.ts";

const entry = fileURLToPath(new URL("./raw-process.worker.ts", import.meta.url));

export const startProcess: StartRawWorker = (receive) => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--cached-only", entry],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.getReader();
  void readFrames(async () => (await reader.read()).value, receive);
  return {
    post: (calls) => void writer.write(frame(calls)),
    stop: () => {
      child.kill("SIGKILL");
      return child.status;
    },
  };
};
