/** `triathlon list`: what there is to copy, and what was copied here. */
import { eachCopy, findCopies } from "../copies/find-copies.ts";
import type { Environment } from "../environment.ts";
import { type Ability, type Item, takesAbilities } from "../items/item.ts";
import { nearestNames } from "../items/nearest-names.ts";
import { UsageError } from "../usage-error.ts";

export interface ListOptions {
  runtime?: string;
  model?: string;
  json?: boolean;
  /** The copies below this folder instead. */
  here?: boolean;
}

/**
 * @throws {UsageError} for a runtime or model of which there is no item
 * @throws {Refusal} with `here`, when there is no copy; at the end, when one could not be read
 */
export function list(environment: Environment, options: ListOptions): void {
  const { folder, catalogue, print } = environment;
  if (options.here) {
    const other = (["runtime", "model", "json"] as const).find((name) => options[name] !== undefined);
    if (other) throw new UsageError(`Cannot list: --here takes no --${other}, found both: leave one out`);
    return eachCopy(environment, findCopies(folder, catalogue, undefined), ({ shown, record }) =>
      print(`${shown}  ${record.item} ${record.version} (${record.commit})\n`),
    );
  }
  const { items } = catalogue;
  refuseUnknown("runtime", options.runtime, items);
  refuseUnknown("model", options.model, items);
  const shown = items.filter(
    ({ runtime, model }) => (options.runtime ?? runtime) === runtime && (options.model ?? model) === model,
  );
  const abilities = shown.some(takesAbilities) ? catalogue.abilities : [];
  if (options.json) return print(`${JSON.stringify([...shown, ...abilities], null, 2)}\n`);
  if (options.runtime === undefined && options.model === undefined) return print(overview(items, abilities));
  const rows = [...shown]
    .sort((a, b) => Number(a.kind === "example") - Number(b.kind === "example"))
    .map((item) => [item.shortName, item.model, sizeOf(item), item.title]);
  const others = abilities.map((ability) => [ability.name, "ability", sizeOf(ability), ability.title]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...[...rows, ...others].map((row) => row[column]!.length)));
  const show = (row: string[]): void => print(`${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}\n`);
  rows.forEach(show);
  const pool = shown.find(({ kind }) => kind !== "example")?.shortName;
  print(`\n${rows.length} items. Copy one: triathlon add ${pool ?? "ITEM"}\n`);
  if (others.length === 0) return;
  print("\n");
  others.forEach(show);
  const host = shown.find(takesAbilities)?.shortName;
  print(`\n${others.length} abilities. Copy a pool with some: triathlon add ${host} --with ahead,stream\n`);
}

/** All of it on one screen: pools, what they can do beyond, and examples, by the names that they have in each runtime. */
function overview(items: readonly Item[], abilities: readonly Ability[]): string {
  const pools = items.filter(({ kind }) => kind !== "example");
  const examples = items.filter(({ kind }) => kind === "example");
  const titles = new Map(pools.map((item) => [nameOf(item), item.title]));
  const widest = Math.max(0, ...[...titles.keys()].map((name) => name.length));
  const each = `each in ${[...new Set(items.map(({ runtime }) => `${runtime}/`))].join(", ")}`;
  const models = [...new Set(examples.map(({ model }) => model))].sort();
  return [
    `Pools, ${each}`,
    ...[...titles].map(([name, title]) => `  ${name.padEnd(widest)}  ${title}`),
    "",
    "Abilities of pools of workers: add NAME --with ABILITY,…",
    folded(abilities.map(({ name }) => name)),
    "",
    `Examples, ${each}`,
    ...models.flatMap((model) => [`  ${model}`, folded(examples.filter((item) => item.model === model).map(nameOf))]),
    "",
    `${items.length} items. What each is: triathlon list --runtime node. Copy one: triathlon add node/thread-pool`,
    "",
  ].join("\n");
}

/** The shortest that means it, without its runtime. */
const nameOf = ({ shortName }: Item): string => shortName.slice(shortName.indexOf("/") + 1);

/** Columns of a terminal that is not wide. */
const WIDTH = 100;

/** Each name once, in lines that are indented. */
function folded(names: readonly string[]): string {
  const lines = [""];
  for (const word of [...new Set(names)].join(", ").split(" ")) {
    if (`${lines.at(-1)} ${word}`.length > WIDTH - 3) lines.push("");
    lines.push(`${lines.pop()} ${word}`);
  }
  return lines.map((line) => `   ${line}`).join("\n");
}

function sizeOf({ files }: Item | Ability): string {
  const kilobytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000);
  return `${files.length} files, ${kilobytes} kB`.padStart(16);
}

function refuseUnknown(field: "runtime" | "model", value: string | undefined, items: readonly Item[]): void {
  const known = [...new Set(items.map((item) => item[field]))];
  if (value === undefined || known.includes(value)) return;
  throw new UsageError(
    `Cannot list items of the ${field} "${value}": wanted one of ${known.join(", ")}: did you mean "${nearestNames(value, known)[0]}"?`,
  );
}
