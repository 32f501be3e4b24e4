/** Which runtimes there are, which of them can be measured here, and how each is started: `packages/<name>/runtime.json`, and the binary it names. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, sep } from "node:path";
import {
  type AbilitiesOfBench,
  guestRuntime,
  type GuestRuntime,
  installedRuntime,
  type InstalledRuntime,
  isGuest,
  type RuntimeDescription,
} from "@triathlon/core/results/runtime";
import { execa } from "execa";
import { z } from "zod";
import { cleanEnvironment } from "../clean-environment.ts";

/** A runtime that can be measured. */
export interface AvailableRuntime {
  name: string;
  title: string;
  /** `major.minor.patch`. */
  version: string;
  /** The JavaScript engine as the runtime names it, or null where it does not. */
  engine: string | null;
  /** Real path of the binary. */
  binary: string;
  /** Real path of the bench entry. */
  entry: string;
  /** See `arguments` in `runtime.json`. */
  arguments: readonly string[];
  /** Variables its programs get. */
  environment: Readonly<Record<string, string>>;
  /** What its bench can do, where it is not all. */
  only?: AbilitiesOfBench | undefined;
}

/** A runtime that cannot. */
export interface UnavailableRuntime {
  name: string;
  title: string;
  /** What was looked for, what was found, what to do. */
  reason: string;
}

export type Runtime = AvailableRuntime | UnavailableRuntime;

export const isAvailable = (runtime: Runtime): runtime is AvailableRuntime => !("reason" in runtime);

/**
 * Every runtime that is installed with the repository, in their order: those that all commands know.
 *
 * @throws {Error} when a `runtime.json` is not what its schema wants
 */
export const discoverRuntimes = (repository: string): Promise<Runtime[]> =>
  discover(repository, (description) => !isGuest(description));

/**
 * Every runtime that is a guest, in their order: what the machine may have, and the bench measures where it is named.
 *
 * @throws {Error} when a `runtime.json` is not what its schema wants
 */
export const discoverGuests = (repository: string): Promise<Runtime[]> => discover(repository, isGuest);

/** Their names, in order, whether they are here or not. */
export const guestNames = (repository: string): string[] =>
  descriptionsIn(repository)
    .filter(({ description }) => isGuest(description))
    .map(({ description }) => description.name);

async function discover(
  repository: string,
  isWanted: (description: RuntimeDescription) => boolean,
): Promise<Runtime[]> {
  const found = descriptionsIn(repository).filter(({ description }) => isWanted(description));
  return Promise.all(found.map(({ folder, description }) => findRuntime(description, folder, repository)));
}

function descriptionsIn(repository: string): { folder: string; description: RuntimeDescription }[] {
  const packages = join(repository, "packages");
  const folders = readdirSync(packages)
    .map((name) => join(packages, name))
    .filter((folder) => existsSync(join(folder, "runtime.json")));
  const found = folders.map((folder) => ({ folder, description: readDescription(folder) }));
  return found.sort(
    (a, b) => a.description.order - b.description.order || (a.description.name < b.description.name ? -1 : 1),
  );
}

function readDescription(folder: string): RuntimeDescription {
  const path = join(folder, "runtime.json");
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  const parsed = isGuest(Object(value)) ? guestRuntime.safeParse(value) : installedRuntime.safeParse(value);
  if (!parsed.success) throw new Error(`Cannot read ${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

async function findRuntime(description: RuntimeDescription, folder: string, repository: string): Promise<Runtime> {
  const { name, title, minimumVersion } = description;
  const toInstall = isGuest(description) ? "install it" : "run `npx -y pnpm@12.21.0 install`";
  const unavailable = (found: string): UnavailableRuntime => ({
    name,
    title,
    reason: `${found}: ${toInstall}, or leave it out with --runtime`,
  });

  const { binary, called, missing } = isGuest(description)
    ? await findOnPath(description)
    : findInstalled(description, repository);
  if (binary === undefined) return unavailable(missing);
  const asked = await ask(binary, description.versionArguments);
  const version = asked.stdout.match(/\d+\.\d+\.\d+/)?.[0];
  if (asked.failed || version === undefined) {
    const answer = asked.all.trim().split("\n").at(-1) || asked.shortMessage || "nothing";
    return unavailable(
      `wanted a version from "${[called, ...description.versionArguments].join(" ")}", found "${answer}"`,
    );
  }
  if (isOlder(version, minimumVersion)) {
    return unavailable(`wanted version ${minimumVersion} or newer, found ${version}`);
  }
  return {
    name,
    title,
    version,
    engine: asked.stdout.match(/\b(?:v8|javascriptcore|webkit)\s+\d[\w.-]*/i)?.[0] ?? null,
    binary,
    entry: join(realpathSync(folder), description.entry),
    arguments: description.arguments,
    environment: description.environment,
    ...(isGuest(description) && { only: description.only }),
  };
}

const ask = (binary: string, args: readonly string[]) =>
  execa(binary, args, {
    env: cleanEnvironment(),
    extendEnv: false,
    timeout: 10_000,
    reject: false,
    stdin: "ignore",
    all: true,
  });

/** Its real path, and by which name it is spoken of; or why there is none. */
interface Found {
  binary: string | undefined;
  called: string;
  missing: string;
}

function findInstalled(description: InstalledRuntime, repository: string): Found {
  const { name: called, package: npmPackage } = description;
  const place = process.platform === "win32" ? description.binaryOnWindows : description.binary;
  const missing = `the binary of the npm package "${npmPackage}" was not found in node_modules`;
  try {
    const manifest = createRequire(join(repository, "package.json")).resolve(`${npmPackage}/package.json`);
    return { binary: realpathSync(join(dirname(manifest), place)), called, missing };
  } catch {
    return { binary: undefined, called, missing };
  }
}

async function findOnPath({ commands, pathArguments }: GuestRuntime): Promise<Found> {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const missing = `${commands.map((name) => `"${name}"`).join(" or ")} was not found on PATH`;
  for (const called of commands) {
    const file = process.platform === "win32" ? `${called}.exe` : called;
    const binary = folders.map((folder) => join(folder, file)).find(isExecutable);
    if (binary === undefined) continue;
    const { stdout } = await ask(binary, pathArguments);
    const path = stdout.trim();
    return { binary: existsSync(path) ? realpathSync(path) : binary, called, missing };
  }
  return { binary: undefined, called: commands[0]!, missing };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The program `bench/<folder>/run.ts` of a runtime, or why it cannot be started. What it is started with stands in `arguments.json` beside
 * it, and allows everything: such programs start others and read what the system tells of them, which Deno gives to none with less.
 */
export function programIn(runtime: Runtime, folder: string): AvailableRuntime | { reason: string } {
  if (!isAvailable(runtime)) return runtime;
  const place = join(dirname(runtime.entry), folder);
  const args: unknown = JSON.parse(readFileSync(join(place, "arguments.json"), "utf8"));
  return { ...runtime, entry: join(place, "run.ts"), arguments: z.array(z.string()).parse(args) };
}

/** Compares `major.minor.patch`. */
export function isOlder(version: string, minimum: string): boolean {
  const wanted = minimum.split(".").map(Number);
  for (const [index, part] of version.split(".").map(Number).entries()) {
    if (part !== wanted[index]) return part < (wanted[index] ?? 0);
  }
  return false;
}

/** What an execution needs to reach. Paths are real paths. */
export interface Needs {
  read: readonly string[];
  write: readonly string[];
  /** `host:port`. */
  net: readonly string[];
}

/** The arguments of the runtime's binary, the order's path last. */
export function argumentsOf(
  runtime: Pick<AvailableRuntime, "arguments" | "binary" | "entry">,
  needs: Needs,
  orderPath: string,
): string[] {
  const blanks: Readonly<Record<string, string>> = {
    entry: runtime.entry,
    binary: runtime.binary,
    read: list(withoutNested(needs.read)),
    write: list(withoutNested(needs.write)),
    net: list(needs.net),
  };
  const filled = runtime.arguments.flatMap((argument) => {
    const names = [...argument.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const unknown = names.find((name) => !(name in blanks));
    if (unknown !== undefined) {
      throw new Error(
        `Cannot start a runtime: its arguments may name {${Object.keys(blanks).join("}, {")}}: found "{${unknown}}"`,
      );
    }
    if (names.some((name) => blanks[name] === "")) return [];
    return [argument.replace(/\{(\w+)\}/g, (_, name: string) => blanks[name] ?? "")];
  });
  return [...filled, orderPath];
}

/** Deno, who takes such lists, reads a doubled comma as one within a path. */
const list = (items: readonly string[]): string => items.map((item) => item.replaceAll(",", ",,")).join(",");

/** Each once, and none that lies in another. */
function withoutNested(paths: readonly string[]): string[] {
  const each = [...new Set(paths)];
  return each.filter((path) => !each.some((other) => other !== path && path.startsWith(other + sep)));
}
