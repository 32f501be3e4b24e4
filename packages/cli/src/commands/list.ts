/** `triathlon list`: what there is to copy. */
import type { Environment } from "../environment.ts";
import { type Ability, type Item, takesAbilities } from "../items/item.ts";
import { nearestNames } from "../items/nearest-names.ts";
import { UsageError } from "../usage-error.ts";

export interface ListOptions {
  runtime?: string;
  model?: string;
  json?: boolean;
}

/** @throws {UsageError} for a runtime or model of which there is no item */
export function list({ catalogue, print }: Environment, options: ListOptions): void {
  const { items } = catalogue;
  refuseUnknown("runtime", options.runtime, items);
  refuseUnknown("model", options.model, items);
  const shown = items.filter(
    ({ runtime, model }) => (options.runtime ?? runtime) === runtime && (options.model ?? model) === model,
  );
  const abilities = shown.some(takesAbilities) ? catalogue.abilities : [];
  if (options.json) return print(`${JSON.stringify([...shown, ...abilities], null, 2)}\n`);
  const rows = [...shown]
    .sort((a, b) => Number(a.kind === "example") - Number(b.kind === "example"))
    .map((item) => [item.shortName, item.model, sizeOf(item), item.title]);
  const others = abilities.map((ability) => [ability.name, "ability", sizeOf(ability), ability.title]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...[...rows, ...others].map((row) => row[column]!.length)));
  const show = (row: string[]): void => print(`${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}\n`);
  rows.forEach(show);
  const pool = shown.find(({ kind }) => kind === "pool")?.shortName;
  print(`\n${rows.length} items. Copy one: triathlon add ${pool ?? "ITEM"}\n`);
  if (others.length === 0) return;
  print("\n");
  others.forEach(show);
  const host = shown.find(takesAbilities)?.shortName;
  print(`\n${others.length} abilities. Copy a pool with some: triathlon add ${host} --with ahead,stream\n`);
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
