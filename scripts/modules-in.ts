/** What is discovered by its place: a new module is a new file, and no edit to a list. */
import { readdirSync } from "node:fs";

/** The names of a folder's modules, sorted, without their `.ts`. Tests are none. */
export const modulesIn = (folder: string | URL): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
