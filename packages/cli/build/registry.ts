/** The items as a registry that the shadcn command reads. */
import { folderName } from "../src/items/item.ts";
import type { MadeItem } from "./make-item.ts";

/** What `registry.json` holds: each item by the files it lies in, from the folder of this file. */
export function registry(made: readonly MadeItem[]): string {
  const items = made.map(({ item, texts }) => ({
    name: item.name.replaceAll("/", "-"),
    type: "registry:item",
    title: item.title,
    description: `Use when ${item.use} Not when ${item.dontUse}`,
    meta: { item: item.name, version: item.version, commit: item.commit, licence: "MIT-0", run: item.run },
    files: [...texts.keys()].map((path) => ({
      path: `${item.name}/${path}`,
      type: "registry:file",
      target: `~/${folderName(item)}/${path}`,
    })),
  }));
  const head = {
    $schema: "https://ui.shadcn.com/schema/registry.json",
    name: "triathlon",
    homepage: "https://www.npmjs.com/package/@triathlon/cli",
  };
  return `${JSON.stringify({ ...head, items }, null, 1)}\n`;
}
