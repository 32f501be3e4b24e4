/**
 * Where items come from: each is found by the header of one file in `packages/*-examples/src/<model>/`, or, where it is the same in all
 * runtimes, in `packages/core/src/examples/<model>/`.
 */
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
  /** Of a distributed pool: who keeps its jobs. */
  engine: string;
  /** Paths from the root: the program first, then its test, if it has one. */
  entries: [string, ...string[]];
}

/**
 * A file with a field `Item:` is where a pool is tried: its `main.ts`. A file with a field `Run:` is an example program. A distributed pool is an
 * item for each engine: `<engine>-jobs.ts` with a field `Item:` says in which fields it differs.
 *
 * @param root the repository
 */
export function findSources(root: string): ItemSource[] {
  const runtimes = globSync("packages/*-examples/package.json", { cwd: root }).map((path) =>
    basename(dirname(path)).replace(/-examples$/, ""),
  );
  return runtimes
    .sort()
    .flatMap((runtime) => {
      const folders = [`packages/${runtime}-examples/src`, "packages/core/src/examples"];
      const paths = globSync(
        folders.map((folder) => `${folder}/*/*.ts`),
        { cwd: root },
      );
      return paths.map((path) => ({ runtime, path: path.replaceAll("\\", "/"), model: basename(dirname(path)) }));
    })
    .sort((a, b) => (inOrder(a) < inOrder(b) ? -1 : 1))
    .flatMap(({ runtime, path, model }): ItemSource[] => {
      const header = exampleHeader(readFileSync(join(root, path), "utf8"), runtime);
      const pool = header?.fields.get("Item");
      if (!header || (pool === undefined && !header.fields.has("Run"))) return [];
      const kind = pool === undefined ? "example" : model === "distributed" ? "distributed pool" : "pool";
      const name = pool ?? basename(path, ".ts");
      const test = `${dirname(path)}/${pool === undefined ? name : "pool"}.test.ts`;
      const engine = /\/([a-z]+)-jobs\.ts$/.exec(path)?.[1] ?? "nats";
      const main = kind === "distributed pool" ? `${dirname(path)}/main.ts` : path;
      const entries: ItemSource["entries"] = existsSync(join(root, test)) ? [main, test] : [main];
      // No import leads from the program that submits to the one that does.
      if (kind === "distributed pool") entries.push(`${dirname(path)}/worker.ts`);
      const of =
        main === path ? header : merged(exampleHeader(readFileSync(join(root, main), "utf8"), runtime), header);
      return [{ runtime, model, kind, name, header: of, engine, entries }];
    });
}

/** By runtime, model and name, wherever the file lies. */
const inOrder = ({ runtime, path, model }: { runtime: string; path: string; model: string }): string =>
  `${runtime}/${model}/${basename(path)}`;

const merged = (header: ExampleHeader | undefined, differs: ExampleHeader): ExampleHeader => ({
  title: differs.title,
  fields: new Map([...(header?.fields ?? []), ...differs.fields]),
});
