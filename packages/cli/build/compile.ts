/**
 * `node build/compile.ts`: makes `dist/` of `src/`. What the command reaches of core's statistics is packed with it, as `dist/statistics/`:
 * an installed command asks for no other package of this repository.
 */
import { execFileSync } from "node:child_process";
import { globSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(PACKAGE, "dist");
/** Where the compiler puts both rooms, as they lie to each other: see `tsconfig.build.json`. */
const COMPILED = join(DIST, "compiled");
const OF_CORE = /"@triathlon\/core\/(statistics\/[\w-]+)"/g;

rmSync(DIST, { recursive: true, force: true });
const tsc = join(PACKAGE, "../../node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "-p", join(PACKAGE, "tsconfig.build.json")], { stdio: "inherit" });
const own = join(COMPILED, "cli/src");
for (const name of readdirSync(own)) renameSync(join(own, name), join(DIST, name));
renameSync(join(COMPILED, "core/src/statistics"), join(DIST, "statistics"));
rmSync(COMPILED, { recursive: true });

for (const path of globSync("**/*.{js,d.ts}", { cwd: DIST })) {
  const place = join(DIST, path);
  const text = readFileSync(place, "utf8");
  const own = text.replace(OF_CORE, (_, name: string) => JSON.stringify(specifier(dirname(path), `${name}.js`)));
  if (own !== text) writeFileSync(place, own);
}

/** @param folder of the file that imports @param path both from `dist/` */
function specifier(folder: string, path: string): string {
  const to = relative(folder, path).replaceAll("\\", "/");
  return to.startsWith(".") ? to : `./${to}`;
}
