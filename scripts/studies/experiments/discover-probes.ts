/** Which experiments there are: the files of `core/src/measure/experiments/probes`. They are loaded for their descriptions alone. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Description } from "@triathlon/core/measure/experiments/probe";
import { REPOSITORY } from "../../repository.ts";

const FOLDER = join(REPOSITORY, "packages/core/src/measure/experiments/probes");

/**
 * By name.
 *
 * @param folder of probes whose descriptions are of this kind
 * @throws {TypeError} when a file's name is not its description's
 */
export async function discoverProbes<Kind extends Description = Description>(folder = FOLDER): Promise<Kind[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return Promise.all(
    files.sort().map(async (file) => {
      const { description }: { description?: Kind } = await import(pathToFileURL(join(folder, file)).href);
      if (`${description?.name}.ts` === file) return description as Kind;
      throw new TypeError(`Cannot load the experiment ${file}: wanted its name, found "${description?.name}"`);
    }),
  );
}
