/** What tools make of texts: declarations by `tsc`, and text as the formatter leaves it. Both are started once for all of them. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";

type Texts = ReadonlyMap<string, string>;

/** For declarations alone: whether the types hold is checked elsewhere, and what is not found there is written as it stands. */
const TSCONFIG = {
  compilerOptions: {
    module: "nodenext",
    target: "esnext",
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true,
    allowImportingTsExtensions: true,
    strict: true,
    types: [],
    newLine: "lf",
    rootDir: "in",
    outDir: "out",
  },
};

/**
 * @param root the repository, whose tools they are
 * @param texts all files, by their path
 * @param declared paths of those whose declarations are wanted; what they import is among the texts
 * @returns by the path of the `.d.ts`
 */
export function declarationsOf(root: string, texts: Texts, declared: readonly string[]): Map<string, string> {
  return inFolder((folder) => {
    write(join(folder, "in"), texts);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const files = declared.map((path) => `in/${path}`);
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...TSCONFIG, files }));
    run(root, "typescript/bin/tsc", ["-p", folder]);
    const out = declared.map((path) => path.replace(/\.ts$/, ".d.ts"));
    return new Map(out.map((path) => [path, readFileSync(join(folder, "out", path), "utf8")]));
  });
}

export function formatted(root: string, texts: Texts): Map<string, string> {
  return inFolder((folder) => {
    write(folder, texts);
    run(root, "oxfmt/bin/oxfmt", ["--config", join(root, ".oxfmtrc.json"), folder]);
    return new Map([...texts.keys()].map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  });
}

/**
 * What was made before of the same by the same; the one that was made last is kept.
 *
 * @param from all that it is made of
 */
export function madeOnce(root: string, from: Texts, make: () => Map<string, string>): Map<string, string> {
  const kept = join(root, "node_modules/.cache/triathlon/forms.json");
  const hash = createHash("sha256").update(process.version);
  const makers = globSync(`${import.meta.dirname}/*.ts`).sort();
  const tools = ["typescript", "oxfmt"].map((name) => join(root, "node_modules", name, "package.json"));
  for (const place of [...makers, ...tools, join(root, ".oxfmtrc.json")]) hash.update(readFileSync(place));
  const key = hash.update(JSON.stringify([...from])).digest("hex");
  const before = readKept(kept);
  if (before?.key === key) return new Map(before.texts);
  const texts = make();
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify({ key, texts: [...texts] }));
  renameSync(`${kept}.${process.pid}`, kept);
  return texts;
}

function readKept(place: string): { key: string; texts: [string, string][] } | undefined {
  try {
    return JSON.parse(readFileSync(place, "utf8")) as { key: string; texts: [string, string][] };
  } catch {
    return undefined;
  }
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "triathlon-forms-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder: string, texts: Texts): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function run(root: string, tool: string, args: string[]): void {
  try {
    execFileSync(process.execPath, [join(root, "node_modules", tool), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    throw new Error(`Cannot make the forms of the items: ${tool} failed:\n${String(stdout)}${String(stderr)}`, {
      cause: error,
    });
  }
}
