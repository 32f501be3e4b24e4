/** One ability, from its file and its test for copies: the same files for the pools of every runtime. */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Ability } from "../src/items/item.ts";
import { exampleHeader } from "./example-header.ts";
import { listed, type Origin } from "./make-item.ts";
import { rewriteImports } from "./reach.ts";

const CORE = "packages/core/src";

export interface MadeAbility {
  ability: Ability;
  /** The text of each file, by its path from a copy's folder. */
  texts: Map<string, string>;
}

/** All there are, by their names. */
export function makeAbilities({ root, commitOf }: Omit<Origin, "evidence">): MadeAbility[] {
  const { version } = JSON.parse(readFileSync(join(root, "packages/core/package.json"), "utf8")) as { version: string };
  const names = globSync("*.ts", { cwd: join(root, CORE, "abilities") })
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => basename(file, ".ts"));
  return names.sort().map((name) => {
    const sources = {
      [`abilities/${name}.ts`]: `${CORE}/abilities/${name}.ts`,
      [`abilities/${name}.test.ts`]: `${CORE}/in-copies/abilities/${name}.test.ts`,
      [`abilities/${name}.test.worker.ts`]: `${CORE}/in-copies/abilities/${name}.test.worker.ts`,
    };
    const read = (path: string): string => readFileSync(join(root, path), "utf8");
    const places = new Map(Object.entries(sources).map(([place, path]) => [path, place]));
    const texts = new Map([...places].map(([path, place]) => [place, rewriteImports(read(path), path, places)]));
    const commit = commitOf(Object.values(sources));
    const about = { name, kind: "ability", title: titleOf(read(`${CORE}/abilities/${name}.ts`)) } as const;
    const ability = { ...about, ...switchedOn(name, texts), version, commit, sources, files: listed(texts) };
    return { ability, texts };
  });
}

/** Its file's first sentence, as far as that needs no more to be understood. */
const titleOf = (text: string): string => (exampleHeader(text)?.title ?? "").split(/[.:](?: |$)/)[0] ?? "";

/** What the header of its test says: `Switch on: in the pool: priority()`, or `in the pool and in serve: …`. */
function switchedOn(
  name: string,
  texts: ReadonlyMap<string, string>,
): Pick<Ability, "call" | "imported" | "inWorkers"> {
  const said = exampleHeader(texts.get(`abilities/${name}.test.ts`) ?? "")?.fields.get("Switch on") ?? "";
  const [, inWorkers, call = "", imported] = /^in the pool( and in serve)?: ((\w+)\(.*\))$/.exec(said) ?? [];
  if (imported === undefined) {
    throw new Error(
      `Cannot make the ability "${name}": wanted in its test's header how it is switched on, found ${JSON.stringify(said)}`,
    );
  }
  return { call, imported, inWorkers: inWorkers !== undefined };
}
