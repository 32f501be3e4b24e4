/** The pool that was chosen, with the function in it: what a copy has in place of the item's own program and tasks. */
import { basename, relative, sep } from "node:path";
import type { Runtime } from "../doctor/runtimes.ts";
import { onOneLine } from "../printable.ts";
import type { Model } from "./candidates.ts";
import type { Decision, Tried } from "./decision.ts";
import { starterOf } from "./starters.ts";

/**
 * @param target the copy's folder
 * @param end `.ts` or `.js`
 * @returns `main` and `tasks`, by their names in the copy
 */
export function wired({ function: work }: Decision, chosen: Tried, target: string, end: string): Map<string, string> {
  const { model } = chosen as { model: Exclude<Model, "as it is"> };
  const from = (place: string): string => JSON.stringify(importPath(target, place, chosen.runtime));
  const name = work.exported === "default" ? nameOf(work.file) : work.exported;
  const { imports, className, given } = starterOf({ runtime: chosen.runtime, model }, ".", end);
  const types = end === ".ts" && model !== "async" ? `<typeof import("./tasks.ts")>` : "";
  const options = model === "async" ? `{ concurrency: ${chosen.inFlight} }` : `{ workers: ${chosen.workers} }`;
  // They may be a promise, as `decide` takes them.
  const inputs = work.inputsAre === null ? "inputs" : work.inputsAre === "function" ? "await inputs()" : "await inputs";
  const takesInputs = work.inputsAre === null ? `const inputs = [${JSON.stringify(work.input)}];\n` : "";
  const submitted = JSON.stringify(name);
  const results = work.spread
    ? `for await (const args of ${inputs}) console.log(await pool.submit(${submitted}, args));`
    : `for await (const result of pool.map(${submitted}, ${inputs})) console.log(result);`;
  return new Map([
    [
      `tasks${end}`,
      `/** What the pool can do: every function exported here is a task. */\n${exportOf(work, name, from(work.file))}\n`,
    ],
    [
      `main${end}`,
      `/** Runs ${onOneLine(name).replaceAll("*/", "* /")} in a pool: ${chosen.name}. */
${imports}${work.inputsAre === null ? "" : importOfInputs(work.inputsAt, from(work.inputsFile ?? work.file))}
${takesInputs}${running(
        `new ${className}${types}(
  ${given},
  ${options},
)`,
        results,
        end,
      )}
`,
    ],
  ]);
}

/** JavaScript is for runtimes, too, that do not know `await using`. */
const running = (pool: string, results: string, end: string): string =>
  end === ".ts"
    ? `await using pool = ${pool};\n\n${results}`
    : `const pool = ${pool};\ntry {\n  ${results}\n} finally {\n  await pool.close();\n}`;

function exportOf({ exported, isMember }: Decision["function"], name: string, from: string): string {
  if (exported === "default") return `export { default as ${bindingOf(name)} } from ${from};`;
  if (!isMember) return `export { ${bindingOf(name)} } from ${from};`;
  return `import all from ${from};\n\nconst task = all[${JSON.stringify(name)}];\nexport { task as ${bindingOf(name)} };`;
}

function importOfInputs(at: Decision["function"]["inputsAt"], from: string): string {
  if (at === "name") return `import { inputs } from ${from};\n`;
  return at === "default" ? `import inputs from ${from};\n` : `import all from ${from};\n\nconst { inputs } = all;\n`;
}

/** As it stands in the braces of an export: one that is no identifier is a string there. */
const bindingOf = (name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);

/** Node and Deno take a specifier for a URL, and Bun for a path. */
function importPath(folder: string, file: string, runtime: Runtime): string {
  const path = relative(folder, file).split(sep).join("/");
  const relativePath = /^\.\.?\//.test(path) ? path : `./${path}`;
  return runtime === "bun" ? relativePath : relativePath.replace(/[%#?]/g, encodeURIComponent);
}

const nameOf = (file: string): string =>
  basename(file)
    .replace(/\.[^.]*$/, "")
    .replace(/^[^\p{ID_Continue}$]+/u, "")
    .replace(/(?:[^\p{ID_Continue}$]|_)+(.?)/gu, (_, letter: string) => letter.toUpperCase())
    .replace(/^$|^(?=\d)/, "run");
