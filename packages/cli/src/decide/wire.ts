/** The pool that was chosen, with the function in it: what a copy has in place of the item's own program and tasks. */
import { basename, relative, sep } from "node:path";
import type { Model } from "./candidates.ts";
import type { Decision, Tried } from "./decide.ts";
import { starterOf } from "./starters.ts";

/**
 * @param target the copy's folder
 * @param end `.ts` or `.js`
 * @returns `main` and `tasks`, by their names in the copy
 */
export function wired({ function: work }: Decision, chosen: Tried, target: string, end: string): Map<string, string> {
  const { model } = chosen as { model: Exclude<Model, "as it is"> };
  const from = JSON.stringify(importPath(target, work.file));
  const name = work.exported === "default" ? nameOf(work.file) : work.exported;
  const exported = work.exported === "default" ? `default as ${name}` : name;
  const { imports, className, given } = starterOf({ runtime: chosen.runtime, model }, ".", end);
  const types = end === ".ts" && model !== "async" ? `<typeof import("./tasks.ts")>` : "";
  const options = model === "async" ? `{ concurrency: ${chosen.inFlight} }` : `{ workers: ${chosen.workers} }`;
  const inputs = work.inputsAre === "function" ? "inputs()" : "inputs";
  const takesInputs = work.inputsAre === null ? `const inputs = [${JSON.stringify(work.input)}];\n` : "";
  const inputsFrom = JSON.stringify(importPath(target, work.inputsFile ?? work.file));
  const results = work.spread
    ? `for await (const args of ${inputs}) console.log(await pool.submit("${name}", args));`
    : `for await (const result of pool.map("${name}", ${inputs})) console.log(result);`;
  return new Map([
    [
      `tasks${end}`,
      `/** What the pool can do: every function exported here is a task. */\nexport { ${exported} } from ${from};\n`,
    ],
    [
      `main${end}`,
      `/** Runs ${name} in a pool: ${chosen.name}. */
${imports}${work.inputsAre === null ? "" : `import { inputs } from ${inputsFrom};\n`}
${takesInputs}await using pool = new ${className}${types}(
  ${given},
  ${options},
);

${results}
`,
    ],
  ]);
}

function importPath(folder: string, file: string): string {
  const path = relative(folder, file).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
}

const nameOf = (file: string): string =>
  basename(file)
    .replace(/\.[^.]*$/, "")
    .replace(/[-_. ]+(\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^\W|^(?=\d)/, "run");
