/** Whether the project's package.json lets a copy be the module it is. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Finding, named, note, ok, problem } from "./finding.ts";
import type { Project } from "./project.ts";

export function checkModuleType({ manifest, runtimes, copies }: Project): Finding[] {
  if (!runtimes.includes("node")) return [];
  if (!manifest) return [ok("no package.json: Node takes a copy for the module it is")];
  if (manifest.type === "module") return [ok('package.json has "type": "module"')];
  const without = copies.filter(({ copy }) => !existsSync(join(copy.folder, "package.json")));
  if (copies.length > 0 && without.length === 0) return [ok("every copy has a package.json of its own")];
  const own = 'set "type": "module", or put a package.json with only that into the copy\'s folder';
  if (manifest.type === "commonjs") {
    const text = `${manifest.path}: "type": "commonjs" makes Node refuse the imports of a copy`;
    return [named("module-type", problem(text, own))];
  }
  return [note(`${manifest.path}: without "type": "module" Node reads each file of a copy twice, and warns`, own)];
}
