/** What a crash takes along, for `isolate-ladder.ts`: it is tried out on hosts of their own. */
import { fileURLToPath } from "node:url";

/** A host that has not answered two seconds after it asked its guest hangs, and is put to death. */
export async function crash(rung: string, ask: "loop" | "exit"): Promise<string> {
  const entry = fileURLToPath(new URL("./isolate-ladder.host.ts", import.meta.url));
  const host = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", "--allow-run=deno", entry, rung, ask],
    stdout: "piped",
  }).spawn();
  let said = "";
  let hangs = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  for await (const chunk of host.stdout.pipeThrough(new TextDecoderStream())) {
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
