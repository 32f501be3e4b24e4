/** `pnpm triathlon …` in a clone: the command, with items made anew, in the folder it was typed in rather than in the clone's own. */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ITEMS } from "../src/items/catalogue.ts";
import { assemble, writeItems } from "./assemble.ts";

writeItems(ITEMS, assemble(fileURLToPath(new URL("../../../", import.meta.url))));
// pnpm runs scripts in the folder of their package.json, and says here where it was called.
const { INIT_CWD } = process.env;
if (INIT_CWD !== undefined) process.chdir(INIT_CWD);
await import("../src/main.ts");
