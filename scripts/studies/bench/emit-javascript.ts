/**
 * The profile `built`: what is measured, emitted as JavaScript by `tsc`, as people deploy it.
 *
 *     packages/core, packages/*-examples ─▶ dist/measured/packages/…            imports and workers' modules end in .js
 *     a workload from outside            ─▶ dist/measured/workloads/<name>/…    with the modules that it imports by path
 */
import { globSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Profile } from "@triathlon/core/results/record";
import { execa } from "execa";
import { z } from "zod";
import { cleanEnvironment } from "../../clean-environment.ts";
import { linkFolder, makeFolder, remove, writeFile } from "../../files/write-files.ts";
import { isAvailable, type Runtime } from "../../study/runtimes.ts";
import type { FoundWorkload } from "./workloads.ts";

/** From the repository's root. */
export const EMITTED = "dist/measured";

/** What an execution is started from. */
export interface Programs {
  runtimes: readonly Runtime[];
  workloads: readonly FoundWorkload[];
}

/** What a run of this profile starts. @throws as {@link emitJavaScript} does */
export const programsOf = async (profile: Profile, programs: Programs, repository: string): Promise<Programs> =>
  profile === "built" ? emitJavaScript(programs, repository) : programs;

/**
 * The same programs as JavaScript. What was emitted before is made anew: nothing old is ever measured.
 *
 * @param repository the checkout whose programs they are
 * @throws {Error} with the compiler's words, when it cannot emit
 */
export async function emitJavaScript({ runtimes, workloads }: Programs, repository: string): Promise<Programs> {
  const emitted = join(repository, EMITTED);
  const sources = join(repository, "packages");
  const packages = join(emitted, "packages");
  remove(emitted);
  const written = runtimes.filter(isAvailable).filter(({ entry }) => isTypeScript(entry));
  const folders = ["core", ...written.map(({ entry }) => relative(sources, entry).split(sep)[0]!)];
  await compile(
    { rootDir: sources, outDir: packages, include: folders.map((name) => join(sources, name)) },
    repository,
  );
  for (const folder of folders) writeManifest(join(sources, folder), join(packages, folder));
  for (const folder of folders) linkDependencies(folder, sources, packages);
  for (const module of globSync(["*/bench/*.js", "*/bench/distributed/*.js"], { cwd: packages }))
    nameEmittedWorkers(join(packages, module));
  return {
    runtimes: runtimes.map((runtime) =>
      isAvailable(runtime) && isTypeScript(runtime.entry)
        ? { ...runtime, entry: emittedName(runtime.entry, sources, packages) }
        : runtime,
    ),
    workloads: await Promise.all(
      workloads.map(async (workload) => {
        const file = fileURLToPath(workload.url);
        const place = file.startsWith(sources + sep)
          ? emittedName(file, sources, packages)
          : await emitFromOutside(workload, file, repository);
        return { ...workload, url: pathToFileURL(place).href };
      }),
    ),
  };
}

/** What `tsc` emits as JavaScript. */
export const isTypeScript = (file: string): boolean => /\.[cm]?ts$/.test(file);

const emittedName = (file: string, from: string, to: string): string =>
  join(to, relative(from, file)).replace(/ts$/, "js");

/** JavaScript is taken as it is. What the module imports may lie anywhere: the places of all files to each other stay. */
async function emitFromOutside({ description }: FoundWorkload, file: string, repository: string): Promise<string> {
  if (!isTypeScript(file)) return file;
  const rootDir = parse(file).root;
  const outDir = join(repository, EMITTED, "workloads", description.name);
  await compile({ rootDir, outDir, files: [file] }, repository);
  writeFile(join(outDir, "package.json"), JSON.stringify({ type: "module" }));
  return emittedName(file, rootDir, outDir);
}

interface Compilation {
  rootDir: string;
  outDir: string;
  include?: readonly string[];
  files?: readonly string[];
}

/** Types are not checked: `pnpm typecheck` does, and each package's modules know other types. */
async function compile({ rootDir, outDir, ...selected }: Compilation, repository: string): Promise<void> {
  const modules = { module: "esnext", moduleResolution: "bundler" };
  const compilerOptions = { ...modules, rootDir, outDir, noCheck: true };
  const exclude = ["node_modules", "*.test.ts"].map((name) => `${rootDir}/**/${name}`);
  const extended = join(repository, "tsconfig.base.json");
  makeFolder(outDir);
  const project = join(outDir, "tsconfig.json");
  writeFile(project, JSON.stringify({ extends: extended, compilerOptions, exclude, ...selected }));
  const typescript = createRequire(join(repository, "package.json")).resolve("typescript/package.json");
  const tsc = join(dirname(typescript), "bin/tsc");
  const ended = await execa(process.execPath, [tsc, "-p", project], {
    reject: false,
    stdin: "ignore",
    all: true,
    env: cleanEnvironment(),
    extendEnv: false,
  });
  if (ended.failed) throw new Error(`Cannot emit ${rootDir} as JavaScript: ${ended.all || ended.shortMessage}`);
}

const manifest = z.looseObject({
  name: z.string(),
  exports: z.record(z.string(), z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  /** The client of a server that keeps jobs is among them: only what is measured needs it. */
  devDependencies: z.record(z.string(), z.string()).default({}),
});

const readManifest = (folder: string) => manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));

/** Its modules are found under the same names, now ending in `.js`. */
function writeManifest(source: string, emitted: string): void {
  const { name, exports = {} } = readManifest(source);
  const renamed = Object.entries(exports).map(([from, to]) => [from, to.replace(/\.ts$/, ".js")]);
  const own = { name, type: "module", ...(renamed.length > 0 && { exports: Object.fromEntries(renamed) }) };
  writeFile(join(emitted, "package.json"), JSON.stringify(own));
}

/** Packages of the repository as emitted, others as installed. */
function linkDependencies(folder: string, sources: string, packages: string): void {
  const { dependencies, devDependencies } = readManifest(join(sources, folder));
  for (const [name, version] of Object.entries({ ...devDependencies, ...dependencies })) {
    const installed = realpathSync(join(sources, folder, "node_modules", name));
    const target = version.startsWith("workspace:") ? join(packages, relative(sources, installed)) : installed;
    const link = join(packages, folder, "node_modules", name);
    makeFolder(dirname(link));
    linkFolder(target, link, "junction");
  }
}

/** `tsc` rewrites imports, not the addresses of workers. */
function nameEmittedWorkers(module: string): void {
  const code = readFileSync(module, "utf8");
  writeFile(module, code.replaceAll(/(new URL\("\.\/[^"]+)\.ts(", import\.meta\.url\))/g, "$1.js$2"));
}
