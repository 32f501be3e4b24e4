/** The small program, with and without V8's code cache, which Deno keeps in its own folder. */
import { fileURLToPath } from "node:url";
import type { Program } from "@triathlon/core/measure/experiments/probe";

const entry = fileURLToPath(new URL("./first-result.ts", import.meta.url));

export const program: Program = {
  cacheByDefault: "on",
  async run(place, cache) {
    const switchedOff = cache === null ? ["--no-code-cache"] : [];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--no-prompt", "--cached-only", ...switchedOff, entry, place],
    }).output();
    if (code !== 0) throw new Error(`the program ended with ${code}: ${new TextDecoder().decode(stderr)}`);
    return new TextDecoder().decode(stdout);
  },
};
