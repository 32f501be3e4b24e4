/** `triathlon view ITEM`: what an item is, and every file of it, without copying anything. */
import type { Environment } from "../environment.ts";
import { RECORD } from "../items/record.ts";

/** @throws {UsageError} for an unknown item */
export function view({ catalogue, print }: Environment, name: string): void {
  const item = catalogue.find(name);
  const about = [
    ["version", `${item.version}, from commit ${item.commit}`],
    ["needs", item.minimumRuntime],
    ["run", item.run],
    ["test", item.test],
    ["permissions", item.permissions],
    ["use when", item.use],
    ["not when", item.dontUse],
    ["measured", item.evidence],
    ["licence", "MIT-0"],
  ];
  print(`${item.name}: ${item.title}\n\n`);
  for (const [field, value] of about) print(`${field!.padEnd(12)}${value}\n`);
  for (const { path } of item.files) {
    if (path === RECORD) continue;
    print(`\n=== ${path} ===\n${catalogue.read(item, path).toString()}`);
  }
}
