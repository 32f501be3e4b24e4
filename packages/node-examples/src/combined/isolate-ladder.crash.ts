/** What a crash takes along, for `isolate-ladder.ts`: it is tried out on hosts of their own. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A host that has not answered two seconds after it asked its guest hangs, and is put to death. */
export async function crash(rung: string, ask: "loop" | "exit"): Promise<string> {
  const entry = fileURLToPath(new URL("./isolate-ladder.host.ts", import.meta.url));
  const host = spawn(process.execPath, [entry, rung, ask], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  let hangs = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  for await (const chunk of host.stdout) {
    said += chunk;
    patience ??= setTimeout(() => {
      hangs = true;
      host.kill("SIGKILL");
    }, 2000);
  }
  clearTimeout(patience);
  if (said.includes("alive")) return "host lives";
  return hangs ? "host hangs" : "host ends";
}
