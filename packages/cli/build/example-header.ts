/** The header of an example program or of a pool's `main.ts`, as fields: see CONTRIBUTING, "I want to add an example". */

export interface ExampleHeader {
  /** The first sentence. */
  title: string;
  /** By their names, e.g. `Use when`; continuation lines are joined. Of a command that stands there once for each runtime, the one's own. */
  fields: Map<string, string>;
}

const FIELD = /^(Item|Shows|Use when|Not when|Run|Start|Test|Needs|See|Server|Switch on): ?(.*)$/;

/** What is said once for each runtime in a program that is the same in all. */
const COMMANDS = ["Run", "Test"];

/** The oldest version it runs in, `major.minor.patch`, as `Needs` says it: `Node 24.11`. @throws {Error} when it says none */
export function neededVersion(needs: string): string {
  const parts = /^[A-Z][a-z]+ (\d+(?:\.\d+){0,2})(?:, |$)/.exec(needs)?.[1]?.split(".");
  if (parts) return [...parts, "0", "0"].slice(0, 3).join(".");
  throw new Error(
    `Cannot read the header of an example: wanted a runtime and its version after "Needs:", found "${needs}"`,
  );
}

/** The programs that stand behind the versions: `Node 24.11, nats-server`. */
export const neededPrograms = (needs: string): string[] => needs.split(", ").filter((part) => !/ \d/.test(part));

/**
 * @param runtime whose commands and version are meant, where it says them of several
 * @returns undefined where the file does not begin with a doc comment
 */
export function exampleHeader(source: string, runtime = ""): ExampleHeader | undefined {
  const comment = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(source)?.[1];
  if (comment === undefined) return undefined;
  const lines = comment.split("\n").map((line) => line.replace(/^ \* ?/, "").trim());
  const fields = new Map<string, string>();
  let current: string | undefined;
  for (const line of lines) {
    const [, name, value = ""] = FIELD.exec(line) ?? [];
    if (name !== undefined && COMMANDS.includes(name) && !value.startsWith(runtime)) current = undefined;
    else if (name !== undefined) fields.set((current = name), name === "Needs" ? ownVersion(value, runtime) : value);
    else if (line === "") current = undefined;
    else if (current !== undefined) fields.set(current, `${fields.get(current)} ${line}`.trim());
  }
  const blank = lines.indexOf("");
  const title = lines.slice(0, blank < 0 ? lines.length : blank).join(" ");
  return { title: title.replace(/\.$/, ""), fields };
}

/** Of `Node 22.18, Deno 2.9, Bun 1.4` the runtime's own. */
const ownVersion = (needs: string, runtime: string): string =>
  needs.split(", ").find((one) => one.toLowerCase().startsWith(runtime)) ?? needs;
