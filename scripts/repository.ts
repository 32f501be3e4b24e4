/** Where this repository lies, with symbolic links resolved: Deno's permissions compare real paths. */
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** From the repository's root: what can be made again at any time. */
export const CACHE = "node_modules/.cache/triathlon";

export const REPOSITORY = realpathSync(fileURLToPath(new URL("..", import.meta.url)));

/** For Node programs whose start is not measured: what it has compiled it keeps here, and starts with less work. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(REPOSITORY, CACHE, "node") };
