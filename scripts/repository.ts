/** Where this repository lies, with symbolic links resolved: Deno's permissions compare real paths. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const REPOSITORY = realpathSync(fileURLToPath(new URL("..", import.meta.url)));
