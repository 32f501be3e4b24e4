/** A project's `tsconfig.json`, with what it extends. */
import { getTsconfig } from "get-tsconfig";
import { readBounded } from "../files/read-file.ts";
import { onOneLine, printable } from "../printable.ts";
import { Refusal } from "../refusal.ts";

type AllOptions = NonNullable<NonNullable<ReturnType<typeof getTsconfig>>["config"]["compilerOptions"]>;
/** Those that the doctor looks at. */
export type CompilerOptions = Pick<AllOptions, (typeof FLAGS | typeof NAMES | typeof LISTS)[number]>;

const FLAGS = [
  "allowJs",
  "allowImportingTsExtensions",
  "emitDeclarationOnly",
  "isolatedDeclarations",
  "noEmit",
  "rewriteRelativeImportExtensions",
] as const;
const NAMES = ["module", "moduleResolution", "target"] as const;
const LISTS = ["lib", "types"] as const;

/**
 * The nearest one.
 *
 * @throws {Refusal} when it, or what it extends, cannot be read
 * @returns undefined where there is none
 */
export function readTsconfig(folder: string): { path: string; options: CompilerOptions } | undefined {
  try {
    const found = getTsconfig(folder, "tsconfig.json", new BoundedReads());
    return found ? { path: onOneLine(found.path), options: asWritten(found.config.compilerOptions) } : undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`Cannot examine the project: wanted a readable tsconfig.json: ${printable(reason)}`);
  }
}

/**
 * What get-tsconfig has read already, which it asks for before it reads: so that what `extends` names is read as everything else
 * is, and a pipe or a device in its place keeps nobody waiting.
 */
class BoundedReads extends Map<string, unknown> {
  override get(key: string): unknown {
    const place = /^readFileSync:(.*):utf8$/s.exec(key)?.[1];
    if (place === undefined || super.has(key)) return super.get(key);
    const text = readBounded(place);
    if (text !== undefined) super.set(key, text);
    return text;
  }
}

/** What is of another type than it should be is for the compiler to complain about. */
function asWritten(options: unknown): CompilerOptions {
  const all = typeof options === "object" && options !== null ? (options as Record<string, unknown>) : {};
  const chosen = (names: readonly string[], fits: (value: unknown) => boolean): [string, unknown][] =>
    names.filter((name) => fits(all[name])).map((name) => [name, all[name]]);
  return Object.fromEntries([
    ...chosen(FLAGS, (value) => typeof value === "boolean"),
    ...chosen(NAMES, (value) => typeof value === "string"),
    ...chosen(LISTS, (value) => Array.isArray(value) && value.every((one) => typeof one === "string")),
  ]) as CompilerOptions;
}
