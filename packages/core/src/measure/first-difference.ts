/** Where an answer first differs from the oracle's, for whoever has to find out which of the two is wrong. */

/** Characters of an answer that are shown. */
const SHOWN = 200;

/** In words: the path, both values there, and both answers as far as they fit. */
export function firstDifference(wanted: unknown, found: unknown): string {
  const at = differenceOf(wanted, found, "");
  if (!at)
    return "the oracle gave another answer when it was asked again: it must give the same for the same parameters";
  const place = at.path === "" ? "the oracle" : `at ${at.path} the oracle`;
  const answers = at.path === "" ? "" : `; the oracle's answer: ${shown(wanted)}; the tasks': ${shown(found)}`;
  return `${place} has ${shown(at.wanted)}, the tasks ${shown(at.found)}${answers}`;
}

interface Difference {
  /** `.list[3]`, or nothing for the whole. */
  path: string;
  wanted: unknown;
  found: unknown;
}

function differenceOf(wanted: unknown, found: unknown, path: string): Difference | undefined {
  if (Object.is(wanted, found)) return undefined;
  const isBothLists = Array.isArray(wanted) && Array.isArray(found);
  const isBothObjects = isPlain(wanted) && isPlain(found);
  if (!isBothLists && !isBothObjects) return { path, wanted, found };
  const [one, other] = [wanted as Record<string, unknown>, found as Record<string, unknown>];
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const inner = differenceOf(one[key], other[key], isBothLists ? `${path}[${key}]` : `${path}.${key}`);
    if (inner) return inner;
  }
  return undefined;
}

const isPlain = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
