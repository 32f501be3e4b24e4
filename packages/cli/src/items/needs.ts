/** Which version of its runtime a copy needs, and whether one is new enough. */
import process from "node:process";
import type { Item } from "./item.ts";

const TITLES: Readonly<Record<string, string>> = { bun: "Bun", deno: "Deno", node: "Node" };

/** `major.minor.patch`. */
export const minimumOf = ({ minimumRuntime }: Pick<Item, "minimumRuntime">): string =>
  minimumRuntime.split(">=")[1] ?? "0.0.0";

/** `Node 24 or newer`, of a runtime's name and a version. */
export const orNewer = (runtime: string, version: string): string =>
  `${TITLES[runtime] ?? runtime} ${version.replace(/(\.0){1,2}$/, "")} or newer`;

/** ` and nats-server on PATH`: the programs that an item starts; empty where it starts none. */
export const andPrograms = ({ programs = [] }: Pick<Item, "programs">): string =>
  programs.length === 0 ? "" : ` and ${programs.join(" and ")} on PATH`;

/** `Needs Node 24 or newer`, and which one this command runs in where that is the same runtime. */
export function needs(item: Item, versions: Readonly<Record<string, string | undefined>> = process.versions): string {
  const wanted = `Needs ${orNewer(item.runtime, minimumOf(item))}${andPrograms(item)}`;
  // Bun and Deno say a version of Node too, which is the one that they stand in for.
  const own = ["bun", "deno"].find((name) => versions[name] !== undefined) ?? "node";
  return own === item.runtime ? `${wanted}; \`${own}\` here is ${versions[own]}` : wanted;
}

/** The command that installs what an item imports, as its runtime has it; undefined where it imports nothing. */
export function installLine({
  runtime,
  dependencies,
}: {
  runtime: string;
  dependencies?: Item["dependencies"] | undefined;
}): string | undefined {
  if (!dependencies) return undefined;
  const all = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`);
  if (runtime === "deno") return `deno add ${all.map((one) => `npm:${one}`).join(" ")}`;
  return `${runtime === "bun" ? "bun add" : "npm install"} ${all.join(" ")}`;
}

/** Compares `major.minor.patch`. */
export function isAtLeast(found: string, wanted: string): boolean {
  const [a, b] = [found, wanted].map((version) => version.split(".").map(Number)) as [number[], number[]];
  const at = a.findIndex((part, i) => part !== b[i]);
  return at < 0 || a[at]! > b[at]!;
}
