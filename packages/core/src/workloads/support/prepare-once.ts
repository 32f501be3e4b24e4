import type { Io } from "../workload.ts";

/**
 * Fills a folder unless it already stands. A marker is written last, so a folder whose making was interrupted is made again.
 *
 * `make` must put right whatever an earlier, interrupted or different one left behind under the same names.
 */
export async function prepareOnce(
  io: Io,
  folder: string,
  parameters: unknown,
  make: () => Promise<void>,
): Promise<void> {
  const marker = `${folder}/prepared.json`;
  const wanted = JSON.stringify(parameters);
  const found = await io.readText(marker).catch(() => null);
  if (found === wanted) return;
  // Makes the folder; and one made for other parameters must not pass for that again while it is being overwritten.
  await io.writeFile(marker, "");
  await make();
  await io.writeFile(marker, wanted);
}
