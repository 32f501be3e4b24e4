/** What is said when something was added: how it is run, tested and switched on. */
import { join } from "node:path";
import { type Ability, endOf, type Item } from "../items/item.ts";

/** Its last word, a path in the copy. */
const LAST_FILE = /(?<= )(\.\/)?([\w./-]+\.[jt]s)$/;

/** The command as it is typed where `add` was: its program's path leads into the copy, and so does what it may read. */
export const inFolder = (command: string, folder: string): string =>
  command
    .replace(LAST_FILE, (_, dot: string | undefined, file: string) => seenFrom(folder, dot, file))
    .replace("--allow-read=. ", `--allow-read=${quoted(folder)} `);

/** The command that runs the tests of a copy and of its abilities. */
export const howToTest = ({ test }: Item, abilities: readonly Ability[], folder: string, own = true): string =>
  test.replace(LAST_FILE, (_, dot: string | undefined, file: string) => {
    const tests = abilities.flatMap(({ files }) =>
      files.flatMap(({ path }) => (/\.test\.[jt]s$/.test(path) ? [path] : [])),
    );
    return [...(own ? [file] : []), ...tests].map((path) => seenFrom(folder, dot, path)).join(" ");
  });

function seenFrom(folder: string, dot: string | undefined, file: string): string {
  const path = join(folder, file).replaceAll("\\", "/");
  const isTakenForOther = dot ? !/^[./]/.test(path) : path.startsWith("-"); // a name without "./", an option
  return quoted(isTakenForOther ? `./${path}` : path);
}

/** As one word of a shell. */
const quoted = (path: string): string =>
  /[\s'"`$&|;<>()*?!{}[\]~#]/.test(path) ? `"${path.replace(/["`$]/g, "\\$&")}"` : path;

/** The lines that somebody writes who has added abilities. */
export function switchOn(item: Item, abilities: readonly Ability[]): string {
  const className = item.name.replace(/^.*\//, "").replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const end = endOf(item);
  const list = (these: readonly Ability[]): string => `abilities: [${these.map(({ call }) => call).join(", ")}]`;
  const served = abilities.filter(({ inWorkers }) => inWorkers);
  const lines = [
    ...abilities.map(({ name, imported }) => `import { ${imported} } from "./abilities/${name}${end}";`),
    `new ${className}(createWorker, { ${list(abilities)} }); // in main${end}`,
    ...(served.length > 0 ? [`serve(tasks, { ${list(served)} }); // in tasks.worker${end}`] : []),
  ];
  return `Switch on what it can do now:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
