/** How a measured process speaks to its runner: by files in the order's folder. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import process from "node:process";

/** The order in the file named by the last command-line argument. */
export const readOrder = (): unknown => JSON.parse(readFileSync(process.argv.at(-1) ?? "", "utf8"));

/** Whole or not at all: whoever waits for the file never sees half of it. */
export function writeAnswer(path: string, answer: object): void {
  writeFileSync(`${path}.part`, JSON.stringify(answer));
  renameSync(`${path}.part`, path);
}

/** Stands still, workers and all, until the file is taken away. */
export async function waitAt(barrier: string): Promise<void> {
  writeFileSync(barrier, "");
  while (existsSync(barrier)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The error and what caused it, innermost last. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message.startsWith(error.name) ? error.message : `${error.name}: ${error.message}`;
  return error.cause === undefined || own.includes(String(error.cause))
    ? own
    : `${own}\ncaused by ${explain(error.cause)}`;
}
