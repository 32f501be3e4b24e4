/** A project that nothing is wrong with, but for what a test changes in it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const types = { version: "1.0.0" };
const options = {
  module: "nodenext",
  target: "esnext",
  types: ["node", "bun"],
  noEmit: true,
  allowImportingTsExtensions: true,
};
const SOUND: Record<string, unknown> = {
  "package.json": { type: "module", devDependencies: { "@types/node": "26.0.0" } },
  "tsconfig.json": { compilerOptions: options },
  "node_modules/@types/node/package.json": types,
  "node_modules/@types/bun/package.json": types,
};

/** @param files of the project, by their paths, as text or as what is to be JSON */
export function writeProject(folder: string, files: Record<string, unknown> = {}): void {
  for (const [path, content] of Object.entries({ ...SOUND, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
}

/** Its tsconfig.json, with some options changed. */
export const compilerOptions = (changed: object): Record<string, unknown> => ({
  "tsconfig.json": { compilerOptions: { ...options, ...changed } },
});
