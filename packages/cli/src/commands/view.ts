/** `triathlon view NAME`: what an item or an ability is, and which files it has, without copying anything; what is one file is that file alone. */
import { type AddOptions, formWanted } from "./add.ts";
import type { Environment } from "../environment.ts";
import { type Ability, asForm, inForm, isAbility, isOneFile, type Item } from "../items/item.ts";
import { andPrograms, installLine, minimumOf, orNewer } from "../items/needs.ts";
import { RECORD } from "../items/record.ts";

export interface ViewOptions extends Pick<AddOptions, "js" | "single"> {
  /** Every file as it would arrive. */
  source?: boolean;
}

/**
 * @throws {UsageError} for an unknown name
 * @throws {Refusal} when it has no such form
 */
export function view({ catalogue, print }: Environment, name: string, options: ViewOptions = {}): void {
  const found = inForm(catalogue.find(name), formWanted(options));
  const { title, version, commit } = found;
  if (isOneFile(found)) {
    const path = found.files.find((file) => file.path !== RECORD)?.path ?? "";
    return print(catalogue.read(found, path).toString());
  }
  const about = [
    ["version", `${version}, from commit ${commit}`],
    ...(isAbility(found) ? aboutAbility(found) : aboutItem(found)),
    ["licence", "MIT-0"],
  ];
  print(`${found.name}${asForm(found)}: ${title}\n\n`);
  for (const [field, value] of about) print(`${field!.padEnd(12)}${value}\n`);
  const files = found.files.filter(({ path }) => path !== RECORD);
  if (options.source) {
    for (const { path } of files) print(`\n=== ${path} ===\n${catalogue.read(found, path).toString()}`);
    return;
  }
  print("\n");
  for (const { path } of files) {
    print(`${`${catalogue.read(found, path).toString().split("\n").length - 1}`.padStart(5)} lines  ${path}\n`);
  }
  print("\nAll of them as they would arrive: --source\n");
}

const aboutItem = ({ run, test, permissions, use, dontUse, evidence, ...item }: Item): string[][] => [
  ["needs", orNewer(item.runtime, minimumOf(item)) + andPrograms(item)],
  ...(item.dependencies ? [["install", installLine(item)!]] : []),
  ["run", run],
  ["test", test],
  ["permissions", permissions],
  ["use when", use],
  ...(dontUse === "none" ? [] : [["not when", dontUse]]),
  ["measured", evidence],
];

const aboutAbility = ({ name, call, inWorkers }: Ability): string[][] => [
  ["needs", "a copy of a thread pool or a process pool, of any runtime"],
  ["copy", `triathlon add ${name} --to DIR, or with a new pool: triathlon add node/thread-pool --with ${name}`],
  ["switch on", `${call} among the abilities of the pool${inWorkers ? " and of serve" : ""}`],
];
