/** The command that starts an execution: what `runtime.json` says, its blanks filled in. */
import { sep } from "node:path";
import type { AvailableRuntime } from "./runtimes.ts";

/** What an execution needs to reach. Paths are real paths. */
export interface Needs {
  read: readonly string[];
  write: readonly string[];
  /** `host:port`. */
  net: readonly string[];
}

/** The arguments of the runtime's binary, the order's path last. */
export function argumentsOf(
  runtime: Pick<AvailableRuntime, "arguments" | "binary" | "entry">,
  needs: Needs,
  orderPath: string,
): string[] {
  const blanks: Readonly<Record<string, string>> = {
    entry: runtime.entry,
    binary: runtime.binary,
    read: list(withoutNested(needs.read)),
    write: list(withoutNested(needs.write)),
    net: list(needs.net),
  };
  const filled = runtime.arguments.flatMap((argument) => {
    const names = [...argument.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const unknown = names.find((name) => !(name in blanks));
    if (unknown !== undefined) {
      throw new Error(
        `Cannot start a runtime: its arguments may name {${Object.keys(blanks).join("}, {")}}: found "{${unknown}}"`,
      );
    }
    if (names.some((name) => blanks[name] === "")) return [];
    return [argument.replace(/\{(\w+)\}/g, (_, name: string) => blanks[name] ?? "")];
  });
  return [...filled, orderPath];
}

/** Deno, who takes such lists, reads a doubled comma as one within a path. */
const list = (items: readonly string[]): string => items.map((item) => item.replaceAll(",", ",,")).join(",");

/** Each once, and none that lies in another. */
function withoutNested(paths: readonly string[]): string[] {
  const each = [...new Set(paths)];
  return each.filter((path) => !each.some((other) => other !== path && path.startsWith(other + sep)));
}
