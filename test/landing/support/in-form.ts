/** Pools in projects in any of their forms, with a program that uses them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentsOf } from "../../../packages/cli/src/items/contents.ts";
import { inForm } from "../../../packages/cli/src/items/item.ts";
import type { Form } from "./landings.ts";
import { catalogue, makeProject, type Project } from "./project.ts";

export interface ProjectInForm extends Project {
  form: Form;
  /** `.ts` or `.js`. */
  end: string;
  /** Paths from the project's folder: the program, and its worker's module. */
  main: string;
  worker: string;
}

/**
 * A folder with a copy of the pool in this form. Beside a single file lies what comes with the folder: the program, its tasks, its two-line
 * worker and its test; `item` is that folder's.
 *
 * @param manifest its package.json; default: none
 */
export function makeInForm(form: Form, name: string, manifest?: object, to = "pool"): ProjectInForm {
  const js = form.endsWith("js");
  const single = form.startsWith("single");
  const project = makeProject(name, manifest, to, { js, single });
  const end = js ? ".js" : ".ts";
  const paths = { form, end, main: `${to}/main${end}`, worker: `${to}/tasks.worker${end}` };
  if (!single) return { ...project, ...paths };
  const item = inForm(catalogue.findItem(name), js ? "js" : undefined);
  const pool = `./${name.replace(/^.*\//, "")}${end}`;
  for (const [path, { bytes }] of contentsOf(catalogue, item, []).files) {
    const text = bytes.toString().replaceAll(/"\.\/pool\/[\w-]+\.[jt]s"/g, `"${pool}"`);
    if (!path.includes("/") && !`./${path}`.startsWith(pool.slice(0, -2)) && !/^(package\.json|frames\..*)$/.test(path))
      writeFileSync(join(project.folder, to, path), text);
  }
  return { folder: project.folder, item, ...paths };
}

/**
 * Puts in the place of the program what the pool's first comment shows, with the imports of that program.
 *
 * @returns what it prints
 */
export function writeAsShown({ folder, item, main, end }: ProjectInForm): string {
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const [, comment = ""] = /\/\*\*([^]*?)\*\//.exec(read(`pool/${item.name.replace(/^.*\//, "")}${end}`)) ?? [];
  const shown = (comment.match(/(?<=^ \* {5}).*/gm) ?? []).filter((line) => !line.startsWith("import "));
  const [, name] = /const (\w+) = await pool\.submit/.exec(shown.join("\n")) ?? [];
  const imports = read(main).match(/^import .*$/gm) ?? [];
  writeFileSync(join(folder, main), [...imports, ...shown, `console.log("found", ${name});`, ""].join("\n"));
  const tasks = ["sumOfSquares", "load"].map((task) => `export const ${task} = () => "the ${task}";\n`);
  writeFileSync(join(folder, `pool/tasks${end}`), tasks.join(""));
  return `found the ${item.name.endsWith("async-pool") ? "load" : "sumOfSquares"}`;
}
