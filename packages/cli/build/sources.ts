/** Where items come from: each is found by the header of one file in `packages/*-examples/src/<model>/`. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ItemKind } from "../src/items/item.ts";
import { type ExampleHeader, exampleHeader } from "./example-header.ts";

export interface ItemSource {
  runtime: string;
  model: string;
  kind: ItemKind;
  /** The last part of the item's name. */
  name: string;
  header: ExampleHeader;
  /** Paths from the root: the program first, then its test, if it has one. */
  entries: [string, ...string[]];
}

/**
 * A file with a field `Item:` is where a pool is tried: its `main.ts`. A file with a field `Run:` is an example program.
 *
 * @param root the repository
 */
export function findSources(root: string): ItemSource[] {
  return globSync("packages/*-examples/src/*/*.ts", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .flatMap((path): ItemSource[] => {
      const header = exampleHeader(readFileSync(join(root, path), "utf8"));
      const [, folder = "", , model = ""] = path.split("/");
      const runtime = folder.replace(/-examples$/, "");
      const pool = header?.fields.get("Item");
      if (!header || (pool === undefined && !header.fields.has("Run"))) return [];
      const kind = pool === undefined ? "example" : model === "distributed" ? "distributed pool" : "pool";
      const name = pool ?? basename(path, ".ts");
      const test = `${dirname(path)}/${pool === undefined ? name : "pool"}.test.ts`;
      const entries: ItemSource["entries"] = existsSync(join(root, test)) ? [path, test] : [path];
      // No import leads from the program that submits to the one that does.
      if (kind === "distributed pool") entries.push(`${dirname(path)}/worker.ts`);
      return [{ runtime, model, kind, name, header, entries }];
    });
}
