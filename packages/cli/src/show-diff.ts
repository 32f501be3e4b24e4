import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** Two files that differ in tens of thousands of lines take minutes to compare, and nobody reads what comes out. */
const MOST_CHANGES = 5_000;
const PATIENCE_MS = 2_000;

/**
 * The difference of two texts in the unified format; empty where there is none, and a sentence where it takes too long.
 *
 * @param until by `performance.now()`, for several that together may take so long
 */
export function showDiff(
  path: string,
  from: { name: string; text: string },
  to: { name: string; text: string },
  until = performance.now() + PATIENCE_MS,
): string {
  if (from.text === to.text) return "";
  const names = [`${path} (${from.name})`, `${path} (${to.name})`] as const;
  const patch = createTwoFilesPatch(...names, from.text, to.text, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
    maxEditLength: MOST_CHANGES,
    timeout: Math.max(0, until - performance.now()),
  });
  return patch ?? `${path}: ${from.name} and ${to.name} differ in too many lines to be shown\n`;
}
