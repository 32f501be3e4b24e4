/**
 * `node build/assemble.ts`: makes `items/` from the repository. Every item is a folder there, as it will arrive; `index.json` says
 * what there is, `registry.json` says it to the shadcn command. Nothing is written when nothing has changed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ITEMS } from "../src/items/catalogue.ts";
import type { Item } from "../src/items/item.ts";
import { readCommits } from "./commits.ts";
import { readEvidence } from "./evidence.ts";
import { makeAbilities } from "./make-ability.ts";
import { makeForms } from "./make-forms.ts";
import { makeItem, putInPlace } from "./make-item.ts";
import { registry } from "./registry.ts";
import { findSources } from "./sources.ts";

/** What `items/` holds, by the path in it. */
export function assemble(root: string): Map<string, string> {
  const origin = { root, commitOf: readCommits(root), evidence: readEvidence(root) };
  const made = findSources(root).map((source) => makeItem(source, origin));
  const abilities = makeAbilities(origin);
  giveShortNames(made.map(({ item }) => item));
  const forms = makeForms(root, made, abilities);
  const index = { items: made.map(({ item }) => item), abilities: abilities.map(({ ability }) => ability) };
  const files = new Map([
    ...forms,
    ["index.json", `${JSON.stringify(index, null, 1)}\n`],
    ["registry.json", registry(made, abilities)],
  ]);
  for (const { item, texts } of made) putInPlace(files, item, texts);
  for (const { ability, texts } of abilities) putInPlace(files, ability, texts);
  return files;
}

/** An example's name without its model, where no other item of its runtime has that name. */
function giveShortNames(items: readonly Item[]): void {
  const short = ({ runtime, name }: Item): string => `${runtime}/${name.slice(name.lastIndexOf("/") + 1)}`;
  for (const item of items) {
    if (items.every((other) => other === item || short(other) !== short(item))) item.shortName = short(item);
  }
}

/** Replaces the folder as a whole, so that nobody sees half of it. */
export function writeItems(folder: string, files: Map<string, string>): void {
  const present = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const same = (path: string, text: string): boolean =>
    existsSync(join(folder, path)) && readFileSync(join(folder, path), "utf8") === text;
  if (
    present.filter((entry) => entry.isFile()).length === files.size &&
    [...files].every(([path, text]) => same(path, text))
  )
    return;
  const [fresh, old] = [`${folder}.new-${process.pid}`, `${folder}.old-${process.pid}`];
  for (const [path, text] of files) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), text);
  }
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}

if (import.meta.main) writeItems(ITEMS, assemble(fileURLToPath(new URL("../../../", import.meta.url))));
