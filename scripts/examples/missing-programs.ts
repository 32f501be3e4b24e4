/** Which programs an example starts that this machine has not. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * @param path where they are looked for, as `PATH` says it
 * @returns the reason not to run it; undefined where all are there
 */
export function missingPrograms(programs: readonly string[], path: string): string | undefined {
  const missing = programs.filter(
    (program) => !path.split(delimiter).some((folder) => isProgram(join(folder, program))),
  );
  return missing.length === 0 ? undefined : `wanted ${missing.join(" and ")} on PATH, found none`;
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return statSync(place).isFile();
  } catch {
    return false;
  }
}
