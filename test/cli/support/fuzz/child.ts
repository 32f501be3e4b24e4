/**
 * `node child.ts SEED FIRST LAST [PLANTED]` tries the cases from FIRST to LAST, and ends with 1 at the first that fails.
 *
 * Each line it prints is what it begins; whoever reads them ends it when no line comes. PLANTED is a bug to plant, as JSON.
 */
import { readFileSync, writeSync } from "node:fs";
import { registerHooks } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Planted } from "./fuzz-copies.ts";

const [seed = 0, first = 0, last = 0] = process.argv.slice(2, 5).map(Number);
// Nobody is at work in most of what was left: a second of patience for each is hours for ten thousand.
const HASTE = { file: "files/stage.ts", from: "const PATIENCE_MS = 1000;", to: "const PATIENCE_MS = 20;" };
plant([HASTE, ...(process.argv[5] === undefined ? [] : [JSON.parse(process.argv[5]) as Planted])]);
const { tryCase, Wrong } = await import("./case.ts");
// Written at once, whatever happens next.
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

for (let number = first; number <= last; number++) {
  say({ number });
  try {
    await tryCase(seed, number, (doing) => say({ number, doing }));
  } catch (error) {
    say({ number, wrong: error instanceof Wrong ? error.message : String((error as Error).stack) });
    process.exit(1);
  }
}

/** Changes the command's source, on its way to this process. */
function plant(all: readonly Planted[]): void {
  registerHooks({
    load(url, context, next) {
      const here = all.filter(({ file }) => url.endsWith(`/packages/cli/src/${file}`));
      if (here.length === 0) return next(url, context);
      let source = readFileSync(fileURLToPath(url), "utf8");
      for (const { file, from, to } of here) {
        if (!source.includes(from))
          throw new Error(`Cannot change ${file}: wanted ${JSON.stringify(from)}, found none`);
        source = source.replace(from, to);
      }
      return { format: "module-typescript", source, shortCircuit: true };
    },
  });
}
