/** The items as a registry that the shadcn command reads. */
import { type Ability, folderName, type Item, placeOf, takesAbilities } from "../src/items/item.ts";
import type { MadeAbility } from "./make-ability.ts";
import type { MadeItem } from "./make-item.ts";

/**
 * What `registry.json` holds: each item and ability by the files it lies in, from the folder of this file. An ability is there once for
 * each folder that copies of pools go to.
 */
export function registry(made: readonly MadeItem[], abilities: readonly MadeAbility[]): string {
  const items = made.map(({ item, texts }) =>
    entry(item, item.name, folderName(item), texts, {
      dependencies: Object.entries(item.dependencies ?? {}).map(([name, version]) => `${name}@${version}`),
      description: `Use when ${item.use}${item.dontUse === "none" ? "" : ` Not when ${item.dontUse}`}`,
      meta: { item: item.name, run: item.run },
    }),
  );
  const folders = new Set(made.flatMap(({ item }) => (takesAbilities(item) ? [folderName(item)] : [])));
  const added = [...folders].sort().flatMap((folder) =>
    abilities.map(({ ability, texts }) =>
      entry(ability, `${folder}/${ability.name}`, folder, texts, {
        dependencies: [],
        description: `For the copy in ${folder}. Switch it on with ${ability.call}.`,
        meta: { ability: ability.name },
      }),
    ),
  );
  const head = {
    $schema: "https://ui.shadcn.com/schema/registry.json",
    name: "triathlon",
    homepage: "https://www.npmjs.com/package/@triathlon/cli",
  };
  return `${JSON.stringify({ ...head, items: [...items, ...added] }, null, 1)}\n`;
}

function entry(
  packed: Item | Ability,
  name: string,
  folder: string,
  texts: ReadonlyMap<string, string>,
  { description, meta, dependencies }: { description: string; meta: Record<string, string>; dependencies: string[] },
): object {
  const { title, version, commit } = packed;
  return {
    name: name.replaceAll("/", "-"),
    type: "registry:item",
    title,
    description,
    ...(dependencies.length > 0 && { dependencies }),
    meta: { ...meta, version, commit, licence: "MIT-0" },
    files: [...texts.keys()].map((path) => ({
      path: `${placeOf(packed)}/${path}`,
      type: "registry:file",
      target: `~/${folder}/${path}`,
    })),
  };
}
