/** What a program left behind: living processes that carry a mark in their environment. */
import { readdirSync, readFileSync } from "node:fs";

/**
 * Waits up to four seconds for them to end: a child that has been told to end may need a moment.
 *
 * @param mark the value of an environment variable that the program was started with, and hands on to its children
 * @returns the ids of those that still live; none where there is no `/proc` to look at
 */
export async function leftovers(mark: string): Promise<number[]> {
  for (let tries = 0; ; tries++) {
    const found = marked(mark);
    if (found.length === 0 || tries === 40) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function marked(mark: string): number[] {
  let ids: string[];
  try {
    ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return ids.filter((id) => readOrNothing(`/proc/${id}/environ`).includes(`=${mark}`)).map(Number);
}

/** A zombie's environment is empty, and a process may be gone between the two looks. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
