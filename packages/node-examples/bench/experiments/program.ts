/** The small program, with and without Node's cache of compiled modules. Worker threads share it. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Program } from "@triathlon/core/measure/experiments/probe";

const entry = fileURLToPath(new URL("./first-result.ts", import.meta.url));

export const program: Program = {
  cacheByDefault: "off",
  async run(place, cache) {
    const env = cache === null ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache };
    const { stdout } = await promisify(execFile)(process.execPath, [entry, place], { env });
    return stdout;
  },
};
