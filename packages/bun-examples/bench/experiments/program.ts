/** The small program, with and without Bun's cache of transpiled modules. Bun keeps only what is larger than 50 KB. */
import type { Program } from "@triathlon/core/measure/experiments/probe";

const entry = Bun.fileURLToPath(new URL("./first-result.ts", import.meta.url));

export const program: Program = {
  cacheByDefault: "on",
  async run(place, cache) {
    const child = Bun.spawn([process.execPath, "--no-install", entry, place], {
      env: { ...process.env, BUN_RUNTIME_TRANSPILER_CACHE_PATH: cache ?? "0" },
      stderr: "inherit",
    });
    const printed = await new Response(child.stdout).text();
    if ((await child.exited) !== 0) throw new Error(`the program ended with ${child.exitCode}`);
    return printed;
  },
};
