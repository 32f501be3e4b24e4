import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentsOf } from "../../../packages/cli/src/items/contents.ts";
import { inForm } from "../../../packages/cli/src/items/item.ts";
import { catalogue, makeProject, type Project } from "./project.ts";

/** The single file, and beside it what comes with the folder: the program, its tasks, its two-line worker and its test. */
export function besideOneFile(name: string, js: boolean): { project: Project; run: string; test: string } {
  const project = makeProject(name, { type: "module" }, "pool", { single: true, js });
  const folder = inForm(catalogue.findItem(name), js ? "js" : undefined);
  const main = `./${name.replace(/^.*\//, "")}${js ? ".js" : ".ts"}`;
  for (const [path, { bytes }] of contentsOf(catalogue, folder, []).files) {
    const text = bytes.toString().replaceAll(/"\.\/pool\/[\w-]+\.[jt]s"/g, `"${main}"`);
    if (!path.includes("/") && !`./${path}`.startsWith(main.slice(0, -2)) && !/^(package\.json|frames\..*)$/.test(path))
      writeFileSync(join(project.folder, "pool", path), text);
  }
  return { project, run: folder.run, test: folder.test.replace("deno test", "deno test --no-check") };
}
