/** How a clone's commands are typed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** `npx -y pnpm@… triathlon`, with the package manager that the repository wants. */
export function triathlon(root: string): string {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { packageManager: string };
  return `npx -y ${packageManager} triathlon`;
}
