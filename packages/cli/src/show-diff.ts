import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** The difference of two texts in the unified format; empty where there is none. */
export function showDiff(
  path: string,
  from: { name: string; text: string },
  to: { name: string; text: string },
): string {
  if (from.text === to.text) return "";
  const names = [`${path} (${from.name})`, `${path} (${to.name})`] as const;
  return createTwoFilesPatch(...names, from.text, to.text, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
