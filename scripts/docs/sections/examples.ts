/**
 * The examples in `packages/*-examples/src/<model>/`, by the first sentence of each file's header: in a runtime package's own README those
 * of this runtime; elsewhere those that the marker names (`<!-- generated:examples async/gather combined/fibonacci -->`), with the runtimes
 * side by side.
 */
import { globSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { runtimeDescription } from "@triathlon/core/results/runtime";
import { table } from "../../report/markdown.ts";
import { headerSentence } from "../header-sentence.ts";
import type { DocumentPlace } from "../section.ts";

/** One file that shows something, in one runtime. */
export interface Example {
  runtime: string;
  /** The runtime's place among the others. */
  order: number;
  /** `threading/thread-pool.ts`: the same in every runtime that has it. */
  name: string;
  /** From the repository's root. */
  path: string;
  about: string;
}

/** @throws {Error} when an example that the marker names is not there, or it names none outside of a runtime package */
export function generate({ root, document, argument }: DocumentPlace): string {
  const all = examples(root);
  const here = posix.dirname(document);
  const link = (text: string, path: string): string => `[${text}](${posix.relative(here, path)})`;
  if (argument === "") {
    const own = all.filter(({ path }) => path.startsWith(`${here}/`));
    if (own.length === 0)
      throw new Error(`Cannot list examples in "${document}": wanted names of some in the marker, found none`);
    return table(
      ["model", "what it shows", "program"],
      own.map(({ name, about, path }) => [posix.dirname(name), about, link(basename(name), path)]),
    );
  }
  const rows = argument.split(/\s+/).map((wanted) => {
    const same = all.filter(({ name }) => name === `${wanted}.ts`);
    if (!same[0])
      throw new Error(
        `Cannot list the example "${wanted}" in "${document}": wanted the name of one, as in async/gather`,
      );
    return [same[0].about, posix.dirname(wanted), same.map(({ runtime, path }) => link(runtime, path)).join(" · ")];
  });
  return table(["what it shows", "model", "program"], rows);
}

/** All of them, without the parts of others: what a worker loads, and `<name>.<part>.ts`, belong to the file beside them. Tests are left out too. */
export function examples(root: string): Example[] {
  return globSync("packages/*-examples/src/*/*.ts", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !/(-worker|\.[\w-]+|\/tasks)\.ts$/.test(path))
    .map((path) => {
      const [, folder, , ...name] = path.split("/");
      const { title, order } = runtimeDescription.parse(
        JSON.parse(readFileSync(join(root, "packages", folder!, "runtime.json"), "utf8")),
      );
      return {
        runtime: title,
        order,
        name: name.join("/"),
        path,
        about: headerSentence(readFileSync(join(root, path), "utf8")),
      };
    })
    .sort((a, b) => a.order - b.order || (a.path < b.path ? -1 : 1));
}
