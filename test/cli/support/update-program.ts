/** `triathlon update` with the items of a folder: `node update-program.ts CATALOGUE FOLDER`. */
import process from "node:process";
import { update } from "../../../packages/cli/src/commands/update.ts";
import { Catalogue } from "../../../packages/cli/src/items/catalogue.ts";
import { Refusal } from "../../../packages/cli/src/refusal.ts";

const [catalogue = "", folder = ""] = process.argv.slice(2);
try {
  const print = (text: string): void => void process.stdout.write(text);
  update({ folder, catalogue: new Catalogue(catalogue), print, fail: () => {} }, undefined, {});
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
