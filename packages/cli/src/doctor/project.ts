/** A project as the doctor sees it: read once, from files alone. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { getTsconfig } from "get-tsconfig";
import { type Copy, copiesBelow } from "../copies/find-copies.ts";
import type { Catalogue } from "../items/catalogue.ts";
import type { Item } from "../items/item.ts";
import { Refusal } from "../refusal.ts";

export interface Project {
  folder: string;
  /** Copies in the folder and below it, with the item each is of; undefined where this package has it no more. */
  copies: { copy: Copy; item: Item | undefined }[];
  /** Of the runtimes of the copies; all where there are none yet. */
  runtimes: string[];
  manifest: Manifest | undefined;
  /** The nearest `tsconfig.json`, with what it extends. */
  tsconfig: { path: string; options: CompilerOptions } | undefined;
  environment: Record<string, string | undefined>;
  has: (file: string) => boolean;
  /** The first of the names that is a dependency of any kind, or is installed here. */
  dependsOn: (...names: string[]) => string | undefined;
}

export interface Manifest {
  path: string;
  type: string | undefined;
  scripts: Record<string, string>;
}

export type CompilerOptions = NonNullable<NonNullable<ReturnType<typeof getTsconfig>>["config"]["compilerOptions"]>;

/** @throws {Refusal} when a file of the project cannot be read as what it is */
export function readProject(folder: string, catalogue: Catalogue, environment: Project["environment"]): Project {
  const found = copiesBelow(folder);
  const copies = found.map((copy) => ({ copy, item: catalogue.items.find(({ name }) => name === copy.record.item) }));
  const used = [...new Set(found.map(({ record }) => record.item.split("/")[0] ?? ""))];
  const { manifest, dependencies } = readManifest(folder);
  return {
    folder,
    copies,
    runtimes: used.length > 0 ? used : [...new Set(catalogue.items.map(({ runtime }) => runtime))].sort(),
    manifest,
    tsconfig: readTsconfig(folder),
    environment,
    has: (file) => existsSync(join(folder, file)),
    dependsOn: (...names) => names.find((name) => dependencies.has(name)),
  };
}

function readManifest(folder: string): { manifest: Manifest | undefined; dependencies: Set<string> } {
  const path = upwards(folder, "package.json");
  if (path === undefined) return { manifest: undefined, dependencies: new Set() };
  const text = readFileSync(path, "utf8");
  let read: { type?: string; scripts?: Record<string, string> } & Record<string, Record<string, string>>;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new Refusal(`Cannot examine the project: wanted JSON in "${path}", found something else: ${String(error)}`);
  }
  const dependencies = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
  return {
    manifest: { path, type: read.type, scripts: read.scripts ?? {} },
    dependencies: new Set(dependencies.flatMap((kind) => Object.keys(read[kind] ?? {}))),
  };
}

function readTsconfig(folder: string): Project["tsconfig"] {
  try {
    const found = getTsconfig(folder);
    return found ? { path: found.path, options: found.config.compilerOptions ?? {} } : undefined;
  } catch (error) {
    throw new Refusal(`Cannot examine the project: wanted a readable tsconfig.json: ${String(error)}`);
  }
}

/** The file in the folder or in the nearest one above it that has it. */
export function upwards(folder: string, file: string): string | undefined {
  const place = join(folder, file);
  if (existsSync(place)) return place;
  return dirname(folder) === folder ? undefined : upwards(dirname(folder), file);
}
