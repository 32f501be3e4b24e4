/** Projects of somebody's, and the command called in them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assemble, writeItems } from "../../../../packages/cli/build/assemble.ts";
import type { Decision } from "../../../../packages/cli/src/decide/decision.ts";
import { Catalogue, ITEMS } from "../../../../packages/cli/src/items/catalogue.ts";
import { call, type Called } from "../../support/call.ts";
import { testFolder } from "../../../support/test-folder.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** Before anything of a clone can be copied. */
export const stageItems = (): void => writeItems(ITEMS, assemble(root));

/** A project of somebody's. */
export function project(files: Record<string, string>): string {
  const folder = testFolder();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** The whole command, called in the folder. */
export const decide = (folder: string, ...typed: string[]): Promise<Called> =>
  call({ folder, catalogue: new Catalogue(), print: () => {}, fail: () => {} }, "decide", ...typed);

/** What it finds of the first of these files, in this Node. */
export async function decision(files: Record<string, string>, ...typed: string[]): Promise<Decision> {
  const [file = ""] = Object.keys(files);
  const { said } = await decide(project(files), file, "--runtimes", "node", "--seconds", "1", "--json", ...typed);
  return JSON.parse(said) as Decision;
}
