/** Where this repository lies, with symbolic links resolved: Deno's permissions compare real paths. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** From the repository's root: what can be made again at any time. */
export const CACHE = "node_modules/.cache/triathlon";

export const REPOSITORY = realpathSync(fileURLToPath(new URL("..", import.meta.url)));
