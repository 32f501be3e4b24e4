/**
 * The examples in `packages/*-examples/src/<model>/`, and those in `packages/core/src/examples/<model>/`, which are the same in all runtimes, by
 * the first sentence of each file's header: in a runtime package's own README those of this runtime; elsewhere those that the marker names
 * (`<!-- generated:examples async/gather combined/fibonacci -->`), with the runtimes side by side.
 */
import { globSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { installedRuntime, isGuest } from "@triathlon/core/results/runtime";
import { table } from "../../report/markdown.ts";
import { headerSentence } from "../header-sentence.ts";
import type { DocumentPlace } from "../section.ts";

/** One file that shows something, in one runtime. */
export interface Example {
  runtime: string;
  /** The runtime's place among the others. */
  order: number;
  /** The folder of the runtime's package. */
  home: string;
  /** `threading/thread-pool.ts`: the same in every runtime that has it. */
  name: string;
  /** From the repository's root. */
  path: string;
  /** Whether it is the same file in every runtime. */
  shared: boolean;
  about: string;
}

/** @throws {Error} when an example that the marker names is not there, or it names none outside of a runtime package */
export function generate({ root, document, argument }: DocumentPlace): string {
  const all = examples(root);
  const here = posix.dirname(document);
  const link = (text: string, path: string): string => `[${text}](${posix.relative(here, path)})`;
  if (argument === "") {
    const own = all.filter(({ home }) => home === here);
    if (own.length === 0)
      throw new Error(`Cannot list examples in "${document}": wanted names of some in the marker, found none`);
    return table(
      ["model", "what it shows", "program"],
      own.map(({ name, about, path, shared }) => [
        posix.dirname(name),
        about,
        `${link(basename(name), path)}${shared ? `, ${SAME}` : ""}`,
      ]),
    );
  }
  const rows = argument.split(/\s+/).map((wanted) => {
    const same = all.filter(({ name }) => name === `${wanted}.ts`);
    if (!same[0])
      throw new Error(
        `Cannot list the example "${wanted}" in "${document}": wanted the name of one, as in async/gather`,
      );
    const links = same[0].shared
      ? link(SAME, same[0].path)
      : same.map(({ runtime, path }) => link(runtime, path)).join(" · ");
    const [, end] = /-(wrong|right)$/.exec(wanted) ?? [];
    return [end === undefined ? same[0].about : `*${end}:* ${same[0].about}`, posix.dirname(wanted), links];
  });
  return table(["what it shows", "model", "program"], rows);
}

const SAME = "the same in all three";
const SHARED = "packages/core/src/examples";

/** All of them, without the parts of others: what a worker loads, and `<name>.<part>.ts`, belong to the file beside them. Tests are left out too. */
export function examples(root: string): Example[] {
  return globSync("packages/*-examples", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .flatMap((home) => {
      const description: object = JSON.parse(readFileSync(join(root, home, "runtime.json"), "utf8"));
      if (isGuest(description)) return []; // its programs are in another language
      const { title: runtime, order } = installedRuntime.parse(description);
      return [`${home}/src`, SHARED].flatMap((folder) =>
        globSync(`${folder}/*/*.ts`, { cwd: root })
          .map((path) => path.replaceAll("\\", "/"))
          .filter((path) => !/(-worker|\.[\w-]+|\/tasks)\.ts$/.test(path))
          .map((path) => {
            const name = path.slice(folder.length + 1);
            const about = headerSentence(readFileSync(join(root, path), "utf8"));
            return { runtime, order, home, name, path, shared: folder === SHARED, about };
          }),
      );
    })
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}
