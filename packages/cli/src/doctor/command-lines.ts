/** Commands that a project holds for people and machines to run. */
import type { Manifest } from "./project.ts";

export interface CommandLine {
  /** For a message. */
  where: string;
  text: string;
}

/** Files whose lines are commands, or hold them. */
const FILES = ["deno.json", "deno.jsonc", "Makefile", "justfile", "Dockerfile"];

/** Whether a command has one thing and, after it, the other; in the time of reading it once, however long it is. */
export function saysAfter(command: string, first: RegExp, then: RegExp): boolean {
  const at = command.search(first);
  return at >= 0 && then.test(command.slice(at));
}

/** Scripts of package.json, tasks of deno.json, and lines of files for make, just and docker. */
export function readCommands(
  manifest: Manifest | undefined,
  read: (file: string) => string | undefined,
): CommandLine[] {
  const scripts = Object.entries(manifest?.scripts ?? {});
  return [
    ...scripts.map(([name, text]) => ({ where: `the script "${name}" in ${manifest?.path}`, text })),
    ...FILES.flatMap((file) =>
      (read(file) ?? "").split("\n").map((text, i) => ({ where: `${file}, line ${i + 1}`, text })),
    ),
  ];
}
