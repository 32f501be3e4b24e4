/**
 * The examples in `packages/*-examples/src/<model>/`, by the first sentence of each file's header: in a runtime package's
 * own README those of this runtime, elsewhere all, with the runtimes side by side.
 */
import { globSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { runtimeDescription } from "@triathlon/core/results/runtime";
import { table } from "../../report/markdown.ts";
import { headerSentence } from "../header-sentence.ts";
import type { DocumentPlace } from "../section.ts";

/** One file that shows something, in one runtime. */
interface Example {
  runtime: string;
  /** The runtime's place among the others. */
  order: number;
  /** `threading/thread-pool.ts`: the same in every runtime that has it. */
  name: string;
  /** From the repository's root. */
  path: string;
  about: string;
}

export function generate({ root, document }: DocumentPlace): string {
  const all = examples(root);
  const own = all.filter(({ path }) => path.startsWith(`${posix.dirname(document)}/`));
  const shown = own.length > 0 ? own : all;
  const runtimes = [...new Set(shown.map(({ runtime }) => runtime))];
  const names = [...new Set(shown.map(({ name }) => name))].sort();
  const rows = names.map((name) => {
    const same = shown.filter((example) => example.name === name);
    const links = runtimes.map((runtime) => {
      const found = same.find((example) => example.runtime === runtime);
      return found === undefined ? "–" : `[${basename(name)}](${posix.relative(posix.dirname(document), found.path)})`;
    });
    return [posix.dirname(name), same[0]!.about, ...links];
  });
  return table(["model", "what it shows", ...runtimes], rows);
}

/** Without the parts of others: what a worker loads, and `<name>.<part>.ts`, belong to the file beside them. Tests are left out too. */
function examples(root: string): Example[] {
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
