/** Where a workload's files lie: made once, and made anew when anything they depend on has changed. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "../../files/write-files.ts";
import { CACHE, REPOSITORY } from "../../repository.ts";

/**
 * Makes the folder of a workload's size where it is missing, and gives its path. The name holds a hash of the parameters,
 * the user's folder and the module's source.
 */
export function placeFolder(
  workload: { name: string; url: string },
  size: string,
  parameters: unknown,
  files: string | null,
): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([parameters, files]))
    .update(readFileSync(fileURLToPath(workload.url)))
    .digest("hex")
    .slice(0, 16);
  const folder = join(REPOSITORY, CACHE, workload.name, `${size}-${hash}`);
  makeFolder(folder);
  return folder;
}
