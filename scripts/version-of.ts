/** Which versions are here. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Of a package; null where it is not installed. @param home of the package that depends on it */
export function installedVersion(home: string, name: string): string | null {
  const manifest = join(home, "node_modules", name, "package.json");
  if (!existsSync(manifest)) return null;
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

/** `2.9.10`, as a program says of itself; null where it cannot be started. */
export function programVersion(program: string): string | null {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return status === 0 ? (/\d+(\.\d+)*/.exec(stdout)?.[0] ?? "") : null;
}
