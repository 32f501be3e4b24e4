/** The traps in a tsconfig.json: what would keep tsc from accepting a copy, or from emitting one that runs. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Finding, named, note, ok, problem } from "./finding.ts";
import { hasCopy, isTypeScript, type Project, upwards, versionIn } from "./project.ts";
import type { CompilerOptions } from "./read-tsconfig.ts";

/** Without `import.meta`, or without `await` at the top of a module. */
const OLD_MODULES = ["none", "commonjs", "amd", "umd", "system", "es6", "es2015", "es2020"];
const OLD_RESOLUTIONS = ["classic", "node", "node10"];

export function checkTsconfig(project: Project): Finding[] {
  const { tsconfig } = project;
  const runtimes = project.runtimes.filter((runtime) => runtime !== "deno");
  if (runtimes.length === 0) return [];
  if (!isTypeScript(project)) return checkJavaScript(tsconfig);
  if (!tsconfig) return [ok("no tsconfig.json: nothing to get in the way")];
  const { options, path } = tsconfig;
  const found = [
    ...extensions(options),
    ...modules(options, project),
    ...libraries(options),
    ...types(options, runtimes, dirname(path)),
    ...declarations(options, project),
    ...emitted(options, project),
  ].map((finding) => ({ ...finding, text: `${path}: ${finding.text}` }));
  return found.some(({ level }) => level === "problem") ? found : [ok(`${path} accepts a copy`), ...found];
}

function checkJavaScript(tsconfig: Project["tsconfig"]): Finding[] {
  const sound = ok("every copy is JavaScript: no tsconfig.json is in its way");
  if (!tsconfig || !emits(tsconfig.options)) return [sound];
  const text = "tsc emits nothing of a copy in JavaScript, which has declarations beside its files";
  return [sound, named("js-emit", note(`${tsconfig.path}: ${text}`, "copy its folder to where tsc writes"))];
}

const emits = ({ noEmit, emitDeclarationOnly }: CompilerOptions): boolean => !noEmit && !emitDeclarationOnly;

function extensions(options: CompilerOptions): Finding[] {
  if (options.rewriteRelativeImportExtensions) return [];
  const wanted = emits(options) ? '"rewriteRelativeImportExtensions": true' : '"allowImportingTsExtensions": true';
  if (!options.allowImportingTsExtensions) {
    return [named("ts-imports", problem("imports of .ts files are not allowed (TS5097)", `set ${wanted}`))];
  }
  if (!emits(options)) return [];
  return [problem("allowImportingTsExtensions needs noEmit or emitDeclarationOnly (TS5096)", `set ${wanted} instead`)];
}

function modules({ module, moduleResolution }: CompilerOptions, { manifest, runtimes }: Project): Finding[] {
  const findings: Finding[] = [];
  const name = (module ?? "").toLowerCase();
  const resolution = (moduleResolution ?? "").toLowerCase();
  if (OLD_MODULES.includes(name)) {
    findings.push(problem(`"module": "${name}" has no import.meta or no top-level await`, 'set "module": "nodenext"'));
  }
  if (OLD_RESOLUTIONS.includes(resolution)) {
    const text = `"moduleResolution": "${resolution}" does not know what the newer ones know, and TypeScript 7 has it no more`;
    findings.push(problem(text, 'leave it out, or set "bundler"'));
  }
  if (/^node(16|18|20|next)$/.test(name) && manifest && manifest.type !== "module" && runtimes.includes("node")) {
    const text = `"module": "${name}" takes the files for CommonJS, as package.json says no "type": "module" (TS1309)`;
    findings.push(problem(text, 'set "type": "module" there, or in a package.json in the copy\'s folder'));
  }
  return findings;
}

/** A copy uses `Error.isError`, iterator helpers and `Symbol.asyncDispose`. */
function libraries({ lib, target }: CompilerOptions): Finding[] {
  const names = lib?.map((name) => name.toLowerCase());
  const isEnough = names
    ? names.some((name) => name === "esnext" || name === "esnext.error")
    : /^esnext$/i.test(target ?? "");
  if (isEnough) return [];
  const found = names ? `"lib": [${names.join(", ")}]` : `"target": "${target ?? "its default"}" without "lib"`;
  return [problem(`${found} does not know all that the runtimes do (TS2550)`, 'have "esnext" in "lib"')];
}

function types({ types, lib }: CompilerOptions, runtimes: string[], folder: string): Finding[] {
  return runtimes.flatMap((runtime) => {
    if (!upwards(folder, `node_modules/@types/${runtime}/package.json`)) {
      return [problem(`the types of ${runtime} are not installed`, `install @types/${runtime} as a devDependency`)];
    }
    const listed = types?.some((name) => name === "*" || name === runtime || name.startsWith(`${runtime}/`));
    if (listed || (types === undefined && typescriptMajor(folder) < 6)) return [];
    const text = `the types of ${runtime} are not in "types"${lib ? "" : " (TS2591)"}`;
    return [named("ts-types", problem(text, `have "${runtime}" in "types"`))];
  });
}

/** 7 where none is installed: the newest is what will be. */
function typescriptMajor(folder: string): number {
  const place = upwards(folder, "node_modules/typescript/package.json");
  if (place === undefined) return 7;
  return Number.parseInt(versionIn(place) ?? "7", 10);
}

/** Pools say all their types, examples leave some to inference. */
function declarations({ isolatedDeclarations }: CompilerOptions, { copies }: Project): Finding[] {
  if (!isolatedDeclarations || copies.every(({ item }) => item?.kind === "pool")) return [];
  const next = "leave the copy out of it: a tsconfig.json of its own in the copy's folder";
  return [problem("isolatedDeclarations wants types that the files of an example leave to inference (TS9011)", next)];
}

/** As is advised: the worker's module is JavaScript, which tsc takes along. */
const isWorkerEmitted = ({ allowJs }: CompilerOptions, { copies }: Project): boolean =>
  allowJs === true && copies.length > 0 && copies.every(({ copy }) => existsSync(join(copy.folder, "tasks.worker.js")));

function emitted(options: CompilerOptions, project: Project): Finding[] {
  if (!emits(options) || !hasCopy(project, ["node", "bun"], "workers") || isWorkerEmitted(options, project)) return [];
  const next = 'rename tasks.worker.ts to tasks.worker.js, name it so in new URL(…), and set "allowJs": true';
  const text = "tsc rewrites imports of .ts files, but not the worker's module in new URL(…)";
  return [named("ts-emit", note(text, next))];
}
