/** How a measured process speaks to its runner: by files in the order's folder. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import process from "node:process";

/**
 * Obeys the order in the file named by the last command-line argument. Does not throw: what went wrong is the answer, and the process ends
 * with exit code 1, since a worker that hangs, say, must not keep a failed execution alive.
 */
export async function obeyOrder(answerTo: (order: never) => Promise<object> | object): Promise<void> {
  const order: { answer: string } = JSON.parse(readFileSync(process.argv.at(-1) ?? "", "utf8"));
  try {
    writeAnswer(order.answer, await answerTo(order as never));
  } catch (error) {
    writeAnswer(order.answer, { outcome: "failed", reason: explain(error) });
    process.exit(1);
  }
}

/** Whole or not at all: whoever waits for the file never sees half of it. */
function writeAnswer(path: string, answer: object): void {
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
