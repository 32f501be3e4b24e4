/** A project as the doctor sees it: read once, from files alone. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { getTsconfig } from "get-tsconfig";
import { type Copy, copiesBelow, copiesInDependencies } from "../copies/find-copies.ts";
import type { Catalogue } from "../items/catalogue.ts";
import type { Item } from "../items/item.ts";
import { Refusal } from "../refusal.ts";
import { type CommandLine, readCommands } from "./command-lines.ts";

export interface Project {
  folder: string;
  /** Copies in the folder and below it, with the item each is of; undefined where this package has it no more. */
  copies: { copy: Copy; item: Item | undefined }[];
  /** Copies that came with packages in `node_modules`. */
  dependencyCopies: Copy[];
  /** Of the runtimes of the copies; all where there are none yet. */
  runtimes: string[];
  manifest: Manifest | undefined;
  /** What people type here, as far as files say it. */
  commands: CommandLine[];
  /** The nearest `tsconfig.json`, with what it extends. */
  tsconfig: { path: string; options: CompilerOptions } | undefined;
  environment: Record<string, string | undefined>;
  /** The text of a file in the folder; undefined where it is not there. */
  read: (file: string) => string | undefined;
}

export interface Manifest {
  path: string;
  type: string | undefined;
  scripts: Record<string, string>;
  /** Of any kind: the wanted versions, by name. */
  dependencies: Record<string, string>;
}

export type CompilerOptions = NonNullable<NonNullable<ReturnType<typeof getTsconfig>>["config"]["compilerOptions"]>;

/** @throws {Refusal} when a file of the project cannot be read as what it is */
export function readProject(folder: string, catalogue: Catalogue, environment: Project["environment"]): Project {
  const found = copiesBelow(folder);
  const copies = found.map((copy) => ({ copy, item: catalogue.items.find(({ name }) => name === copy.record.item) }));
  const used = [...new Set(found.map(({ record }) => record.item.split("/")[0] ?? ""))];
  const manifest = readManifest(folder);
  const read = (file: string): string | undefined =>
    statSync(join(folder, file), { throwIfNoEntry: false })?.isFile()
      ? readFileSync(join(folder, file), "utf8")
      : undefined;
  return {
    folder,
    copies,
    dependencyCopies: copiesInDependencies(folder),
    runtimes: used.length > 0 ? used : [...new Set(catalogue.items.map(({ runtime }) => runtime))].sort(),
    manifest,
    commands: readCommands(manifest, read),
    tsconfig: readTsconfig(folder),
    environment,
    read,
  };
}

function readManifest(folder: string): Manifest | undefined {
  const path = upwards(folder, "package.json");
  if (path === undefined) return undefined;
  const text = readFileSync(path, "utf8");
  let read: { type?: string; scripts?: Record<string, string> } & Record<string, Record<string, string>>;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new Refusal(`Cannot examine the project: wanted JSON in "${path}", found something else: ${String(error)}`);
  }
  const kinds = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
  const dependencies = Object.assign({}, ...kinds.map((kind) => read[kind] ?? {})) as Record<string, string>;
  return { path, type: read.type, scripts: read.scripts ?? {}, dependencies };
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

/** What gives a tool away: a file of its own, or a dependency. */
export interface Traces {
  packages: string[];
  files: string[];
}

/** Where a project shows that it uses a tool; undefined where it does not. */
export function traceOf({ manifest, read }: Project, { packages, files }: Traces): string | undefined {
  const file = files.find((name) => read(name) !== undefined);
  if (file !== undefined) return file;
  const dependency = packages.find((name) => manifest?.dependencies[name] !== undefined);
  return dependency === undefined ? undefined : `"${dependency}" in ${manifest?.path}`;
}

/** Names of items whose workers are threads or processes; those of `combined` have both. */
const STARTS = {
  threads: /\/(thread-pool$|threading\/|combined\/)/,
  processes: /\/(process-pool$|multiprocessing\/|combined\/)/,
  workers: /\/(thread-pool$|process-pool$|threading\/|multiprocessing\/|combined\/)/,
  anything: /./,
};

/** Whether a copy for one of the runtimes starts such workers. Without copies, one that will come may be of any kind. */
export function hasCopy({ copies }: Project, runtimes: readonly string[], starts: keyof typeof STARTS): boolean {
  if (copies.length === 0) return true;
  return copies.some(
    ({ copy: { record } }) => runtimes.includes(record.item.split("/")[0] ?? "") && STARTS[starts].test(record.item),
  );
}
