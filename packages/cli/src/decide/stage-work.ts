/**
 * The folder from which the function is tried: inside its own project, because runtimes look for a package from where a file lies. It
 * holds the very pools that `add` copies, and is gone when the command is.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, extname, join, sep } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Runtime } from "../doctor/runtimes.ts";
import { placeFiles } from "../files/place-files.ts";
import { refuseWhatFails } from "../files/refuse-what-fails.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { contentsOf } from "../items/contents.ts";
import { inForm, type Item } from "../items/item.ts";
import { Refusal } from "../refusal.ts";
import { type Candidate, itemNameOf, type Model, MODELS } from "./candidates.ts";
import { starterOf } from "./starters.ts";

export interface Work {
  /** The function's file: an absolute path. */
  file: string;
  /** The export; undefined: it is found out. */
  exported: string | undefined;
  /** The file whose `inputs` are taken; undefined: the function's own. */
  inputsFile: string | undefined;
}

/** Whether a runtime gets the pool as JavaScript: it is too old for the other, or the project has no TypeScript. */
export type Forms = ReadonlyMap<Runtime, "ts" | "js">;

/** These run in the child; their own names end as this one's does: `.ts` in a clone, `.js` in the package. */
const IN_CHILD = ["candidate", "inputs", "lateness", "orders", "outcomes", "own-globals", "values"];
const END = extname(fileURLToPath(import.meta.url));
const PREFIX = ".triathlon-decide-";

export class StagedWork {
  readonly folder: string;

  /** @throws {Refusal} when the project's folder takes none */
  constructor(catalogue: Catalogue, work: Work, forms: Forms) {
    const project = projectOf(work.file);
    refuseWhatFails(project, () => removeOrphans(project));
    this.folder = join(project, `${PREFIX}${process.pid}-${Date.now().toString(36)}`);
    const own = IN_CHILD.map((name) => [
      `in-child/${name}${END}`,
      readFileSync(fileURLToPath(new URL(`./in-child/${name}${END}`, import.meta.url))),
    ]);
    const files = new Map<string, Uint8Array>([
      ["function.mjs", Buffer.from(functionModule(work))],
      // The project may be one of CommonJS.
      ["in-child/package.json", Buffer.from('{ "type": "module" }\n')],
      ...(own as [string, Uint8Array][]),
      ...[...forms].flatMap(([runtime, form]) => MODELS.flatMap((model) => filesFor(catalogue, runtime, model, form))),
    ]);
    placeFiles(
      this.folder,
      [...files].map(([path, bytes]) => ({ path, bytes })),
    );
  }

  /** The program of a candidate. */
  programOf({ runtime, model }: Candidate): string {
    return join(this.folder, runtime, `${fileNameOf(model)}.mjs`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The nearest folder above with a package.json or deno.json; without one, the file's own. */
export function projectOf(file: string): string {
  if (file.split(sep).includes("node_modules")) {
    throw new Refusal(
      `Cannot try "${file}": wanted a file of your own, found one below node_modules, where Node and Deno take no TypeScript: copy it into your project`,
    );
  }
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (["package.json", "deno.json", "deno.jsonc"].some((name) => existsSync(join(folder, name)))) return folder;
    if (folder === dirname(folder)) return dirname(file);
  }
}

/** Folders of commands that were killed. */
function removeOrphans(project: string): void {
  for (const name of readdirSync(project)) {
    const pid = /^\.triathlon-decide-(\d+)-[0-9a-z]+$/.exec(name)?.[1];
    const place = join(project, name);
    if (pid === undefined || !lstatSync(place).isDirectory() || isAtWork(Number(pid))) continue;
    if (existsSync(join(place, "function.mjs"))) rmSync(place, { recursive: true, force: true });
  }
}

/** In a container, this process may have the number of one that was killed. */
const isAtWork = (pid: number): boolean => pid !== process.pid && isAlive(pid);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const fileNameOf = (model: Model): string => model.replaceAll(" ", "-");

function filesFor(catalogue: Catalogue, runtime: Runtime, model: Model, form: "ts" | "js"): [string, Uint8Array][] {
  const file = (name: string, text: string): [string, Uint8Array] => [`${runtime}/${name}`, Buffer.from(text)];
  const head = `import process from "node:process";\nimport { tryOut } from "../in-child/candidate${END}";\nimport { work } from "../function.mjs";\n`;
  const name = itemNameOf({ runtime, model });
  const tryIt = (make: string): string => `\nawait tryOut(work, ${make}, process.argv[2]);\n`;
  if (name === undefined || model === "as it is") return [file(`${fileNameOf(model)}.mjs`, head + tryIt("undefined"))];
  const item = inForm(catalogue.findItem(name), form === "js" ? "js" : undefined);
  const folder = basename(name);
  const { imports, className, given } = starterOf({ runtime, model }, `./${folder}`, `.${form}`);
  return [
    file(`${fileNameOf(model)}.mjs`, head + imports + tryIt(`(options) => new ${className}(${given}, options)`)),
    ...poolFiles(catalogue, item).map(([path, bytes]) => file(`${folder}/${path}`, String(bytes))),
    file(
      `${folder}/tasks.${form}`,
      'import { work } from "../../function.mjs";\n\nexport const { task } = await work();\n',
    ),
  ];
}

/** The files of a copy without its program, its tests and its record. */
function poolFiles(catalogue: Catalogue, item: Item): [string, Uint8Array][] {
  return [...contentsOf(catalogue, item, []).files].flatMap(([path, { bytes, test }]): [string, Uint8Array][] =>
    test || /^(?:main|tasks)\.(?:d\.)?[jt]s$/.test(path) ? [] : [[path, bytes]],
  );
}

/** The module that finds the function, the same way in each process; CommonJS has its exports in `default`. */
function functionModule({ file, exported, inputsFile }: Work): string {
  // Bun decodes an URL, and no other specifier.
  const from = (place: string): string => JSON.stringify(pathToFileURL(place).href);
  const ownName = camelCase(basename(file).replace(/\.[^.]*$/, ""));
  return `const wanted = ${JSON.stringify(exported)};
const ownName = ${JSON.stringify(ownName)};

const exportsOf = (module) => ({ ...Object(module.default), ...module });
// Which exports of CommonJS have names hangs on the runtime; all of them are members of the default one.
const isMember = (module, name) => Object.hasOwn(Object(module.default), name);

export async function work() {
  const module = await import(${from(file)});
  const all = exportsOf(module);
  const functions = Object.keys(all).filter((name) => typeof all[name] === "function" && !["inputs", "module.exports"].includes(name));
  const name = wanted ?? [ownName, "default"].find((each) => functions.includes(each)) ?? (functions.length === 1 ? functions[0] : undefined);
  if (name === undefined || !Object.hasOwn(all, name) || typeof all[name] !== "function") {
    const list = functions.join(", ") || "none";
    throw new Error(wanted === undefined
      ? \`wanted one function to try, found \${functions.length > 1 ? list : "none"}: name it with --export\`
      : \`wanted a function "\${wanted}" among the exports, found \${list}\`);
  }
  const source = ${inputsFile === undefined ? "module" : `await import(${from(inputsFile)})`};
  const { inputs } = exportsOf(source);
  const isAlone = ${inputsFile !== undefined} && inputs === undefined;
  return {
    task: all[name],
    name,
    isMember: isMember(module, name),
    inputs: isAlone ? source.default : inputs,
    inputsAt: isAlone ? "default" : isMember(source, "inputs") ? "member" : "name",
  };
}
`;
}

const camelCase = (name: string): string => name.replace(/[-_. ]+(\w)/g, (_, letter: string) => letter.toUpperCase());
