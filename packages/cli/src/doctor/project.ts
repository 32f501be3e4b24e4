/** A project as the doctor sees it: read once, from files alone. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Copy, copiesBelow, copiesInDependencies, entriesOf, type Found, SKIPPED } from "../copies/find-copies.ts";
import { readBounded } from "../files/read-file.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { endOf, inForm, type Item } from "../items/item.ts";
import { onOneLine } from "../printable.ts";
import { Refusal } from "../refusal.ts";
import { type CommandLine, readCommands } from "./command-lines.ts";
import { type CompilerOptions, readTsconfig } from "./read-tsconfig.ts";
import { isRuntime, type Runtime } from "./runtimes.ts";

export interface Project {
  folder: string;
  /** Copies in the folder and below it, with the item each is of; undefined where this package has it no more. */
  copies: { copy: Copy; item: Item | undefined }[];
  damaged: Found["damaged"];
  closed: Found["closed"];
  /** Copies that came with packages in `node_modules`. */
  dependencyCopies: Copy[];
  /** Of the runtimes of the copies; all where there are none yet. */
  runtimes: Runtime[];
  manifest: Manifest | undefined;
  /** What people type here, as far as files say it. */
  commands: CommandLine[];
  /** The nearest `tsconfig.json`, with what it extends. */
  tsconfig: { path: string; options: CompilerOptions } | undefined;
  environment: Record<string, string | undefined>;
  /** The text of a file in the folder; undefined where it is not there, or cannot be read. */
  read: (file: string) => string | undefined;
}

export interface Manifest {
  path: string;
  type: string | undefined;
  scripts: Record<string, string>;
  /** Of any kind: the wanted versions, by name. */
  dependencies: Record<string, string>;
}

/**
 * @param from where the doctor was called
 * @throws {Refusal} when a file of the project cannot be read as what it is
 */
export function readProject(
  folder: string,
  catalogue: Catalogue,
  environment: Project["environment"],
  from = folder,
): Project {
  const { copies, damaged, closed } = copiesBelow(folder, from);
  const used = [...new Set(copies.map(({ record }) => record.item.split("/")[0] ?? ""))].filter(isRuntime);
  const manifest = readManifest(folder);
  const read = (file: string): string | undefined => readIfPossible(join(folder, file));
  return {
    folder,
    copies: copies.map((copy) => ({ copy, item: itemFor(catalogue, copy) })),
    damaged,
    closed,
    dependencyCopies: copiesInDependencies(folder),
    runtimes:
      used.length > 0 ? used : [...new Set(catalogue.items.map(({ runtime }) => runtime))].filter(isRuntime).sort(),
    manifest,
    commands: readCommands(manifest, read),
    tsconfig: readTsconfig(folder),
    environment,
    read,
  };
}

/** In the copy's form; undefined where this package has it no more, or not as that. */
function itemFor(catalogue: Catalogue, { record }: Copy): Item | undefined {
  const item = catalogue.items.find(({ name }) => name === record.item);
  return item && (record.form === undefined || item.forms?.[record.form]) ? inForm(item, record.form) : undefined;
}

function readManifest(folder: string): Manifest | undefined {
  const path = upwards(folder, "package.json");
  if (path === undefined) return undefined;
  const read = objectIn(parsed(readBounded(path) ?? ""));
  if (!read) {
    throw new Refusal(
      `Cannot examine the project: wanted a JSON object in "${onOneLine(path)}", found something else: mend that file`,
    );
  }
  const kinds = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
  const dependencies = Object.assign({}, ...kinds.map((kind) => textsIn(read[kind]))) as Record<string, string>;
  const type = typeof read["type"] === "string" ? read["type"] : undefined;
  return { path: onOneLine(path), type, scripts: textsIn(read["scripts"]), dependencies };
}

/** The version that a package's own manifest says; undefined where that cannot be read. */
export function versionIn(manifest: string): string | undefined {
  const version = objectIn(parsed(readIfPossible(manifest) ?? ""))?.["version"];
  return typeof version === "string" ? version : undefined;
}

function readIfPossible(place: string): string | undefined {
  try {
    return readBounded(place);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const objectIn = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

const textsIn = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objectIn(value) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );

/** The file in the folder or in the nearest one above it that has it. */
export function upwards(folder: string, file: string): string | undefined {
  const place = join(folder, file);
  if (existsSync(place)) return place;
  return dirname(folder) === folder ? undefined : upwards(dirname(folder), file);
}

/** Whether a program in the folder or below it has these words, copies and dependencies left out. */
export function isInSources({ folder, copies }: Pick<Project, "folder" | "copies">, words: RegExp): boolean {
  const isCopy = new Set(copies.map(({ copy }) => copy.folder));
  const isIn = (place: string, depth: number): boolean =>
    (entriesOf(place) ?? []).some((entry) => {
      const path = join(place, entry.name);
      if (entry.isFile()) return /\.[cm]?[jt]sx?$/.test(entry.name) && words.test(readIfPossible(path) ?? "");
      return (
        entry.isDirectory() && depth > 0 && !SKIPPED.test(entry.name) && !isCopy.has(path) && isIn(path, depth - 1)
      );
    });
  return isIn(folder, SOURCES_DEPTH);
}

const SOURCES_DEPTH = 8;

/** What gives a tool away: a file of its own, or a dependency. */
export interface Traces {
  packages: string[];
  files: string[];
}

/** The same of a bundler, and the words that start it in a command. */
export interface BundlerTraces extends Traces {
  programs: string[];
}

/** Where a project shows that it uses a tool; undefined where it does not. */
export function traceOf({ manifest, read }: Project, { packages, files }: Traces): string | undefined {
  const file = files.find((name) => read(name) !== undefined);
  if (file !== undefined) return file;
  const dependency = packages.find((name) => manifest?.dependencies[name] !== undefined);
  return dependency === undefined ? undefined : `"${dependency}" in ${manifest?.path}`;
}

/** Where a project shows that it bundles with a tool: in a file of the tool's, or in a command. A package alone may be there for another. */
export function bundledBy(project: Project, traces: BundlerTraces): string | undefined {
  return traces.files.find((name) => project.read(name) !== undefined) ?? startedBy(project, traces);
}

/** The command that starts a tool, or a program of the project that imports it. */
export function startedBy(project: Project, traces: BundlerTraces): string | undefined {
  const word = new RegExp(`(?<![\\w.-])(${traces.programs.join("|")})(?![\\w./-])`);
  return project.commands.find(({ text }) => word.test(text) || programsFor(project, traces, text).length > 0)?.where;
}

/** Whether a file of the tool's, a command, or a program that imports the tool has these words. */
export const mentions = (project: Project, traces: BundlerTraces, words: RegExp): boolean =>
  [
    ...traces.files.map((name) => project.read(name) ?? ""),
    ...project.commands.flatMap(({ text }) => [text, ...programsFor(project, traces, text)]),
  ].some((text) => words.test(text));

/** The texts of the project's own programs that a command names and that import the tool. */
function programsFor({ read }: Project, { packages }: BundlerTraces, command: string): string[] {
  const paths = command.match(/(?<![\w./-])(\.\/)?[\w-][\w./-]*\.[cm]?[jt]s\b/g) ?? [];
  const imported = new RegExp(`["'](${packages.join("|")})["']`);
  const inside = paths.filter((path) => !path.includes(".."));
  return inside.map((path) => read(path) ?? "").filter((source) => imported.test(source));
}

/** Names of items whose workers are threads or processes; those of `combined` have both, those of `distributed` are programs of their own. */
const STARTS = {
  threads: /\/(thread-pool$|threading\/|combined\/)/,
  processes: /\/(process-pool$|multiprocessing\/|combined\/)/,
  workers: /\/(thread-pool$|process-pool$|threading\/|multiprocessing\/|combined\/)/,
  jobs: /\/distributed/,
  anything: /./,
};

/** Whether there is a copy in TypeScript. Without copies, one that will come may be. */
export const isTypeScript = ({ copies }: Project): boolean =>
  copies.length === 0 || copies.some(({ copy: { record } }) => endOf(record) === ".ts");

/** How the program files of the copies end. */
export const endIn = (project: Project): string => (isTypeScript(project) ? ".ts" : ".js");

/** Whether a copy for one of the runtimes starts such workers. Without copies, one that will come may be of any kind. */
export function hasCopy({ copies }: Project, runtimes: readonly string[], starts: keyof typeof STARTS): boolean {
  if (copies.length === 0) return true;
  return copies.some(
    ({ copy: { record } }) => runtimes.includes(record.item.split("/")[0] ?? "") && STARTS[starts].test(record.item),
  );
}
