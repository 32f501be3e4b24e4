/** What the claims need of Deno. */
import { fileURLToPath } from "node:url";
import type { ClaimsNative, ClaimWorker } from "@triathlon/core/measure/claims/claim";

const program = fileURLToPath(new URL("./process.ts", import.meta.url));
const hello = fileURLToPath(new URL("./hello.js", import.meta.url));
const RUN = ["run", "--no-prompt", "--cached-only"];

export const native: ClaimsNative = {
  version: Deno.version.deno,
  startWorker,
  async runProcess(job) {
    const args = [...RUN, program, JSON.stringify(job)];
    return printedBy(await new Deno.Command(Deno.execPath(), { args }).output());
  },
  runEcho: () => void printedBy(new Deno.Command("echo", { args: ["hi"] }).outputSync()),
  runHello: () => void printedBy(new Deno.Command(Deno.execPath(), { args: [...RUN, hello] }).outputSync()),
};

function startWorker(): ClaimWorker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return {
    post: (message) => worker.postMessage(message),
    answer: () =>
      new Promise((resolve, reject) => {
        worker.addEventListener("message", ({ data }) => resolve(data), { once: true });
        worker.addEventListener("error", (event) => {
          event.preventDefault(); // or the error ends this program too
          reject(new Error(event.message));
        });
      }),
    end: () => worker.terminate(),
  };
}

/** @throws {Error} when it failed */
function printedBy({ code, stdout, stderr }: Deno.CommandOutput): string {
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (code !== 0) throw new Error(`the program ended with ${code}: ${text(stderr)}`);
  return text(stdout);
}
