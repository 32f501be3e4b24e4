/**
 * A three-way merge of lines: what only one side changed is taken, what both changed alike too, and the rest is a conflict between
 * markers, as Git writes them. No side's line is ever dropped.
 *
 * Where lines repeat, there is more than one way to say what changed, and with it more than one merge. Where the changes of the
 * two sides would touch in any of them, that is a conflict too.
 */
import { diff3Merge, diffIndices } from "node-diff3";

export interface Merged {
  text: string;
  /** The number of places that are left to decide; 0 for a clean merge. */
  conflicts: number;
}

export interface Labels {
  mine: string;
  base: string;
  theirs: string;
}

/** What the merge of `mine` and `theirs`, both made from `base`, is. What comes from `theirs` gets the line ends of `mine`. */
export function mergeText(mine: string, base: string, theirs: string, labels: Labels): Merged {
  const end = lineEndOf(mine);
  const [a, o, b] = [mine, withLineEnd(end, base), withLineEnd(end, theirs)].map(linesOf) as [
    string[],
    string[],
    string[],
  ];
  const regions = isTooMuch(a, o, b) ? undecided(a, o, b) : mergeLines(a, o, b);
  const text = regions.map((region) => ("ok" in region ? region.ok.join("") : marked(region, labels, end))).join("");
  const conflicts = regions.filter((region) => !("ok" in region)).length;
  return { text, conflicts };
}

/** That of most of its lines. */
export function lineEndOf(text: string): "\n" | "\r\n" {
  const count = (end: string): number => text.split(end).length - 1;
  return 2 * count("\r\n") > count("\n") ? "\r\n" : "\n";
}

export const withLineEnd = (end: string, text: string): string => text.replaceAll(/\r?\n/g, end);

/** Whether the text holds markers of a conflict that is not decided. */
export const hasConflictMarkers = (text: string): boolean => /^<{7}( |\r?$)/m.test(text) && /^>{7}( |\r?$)/m.test(text);

/** Each with its line end; the last may have none. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

interface Conflict {
  a: string[];
  o: string[];
  b: string[];
}
type Region = { ok: string[] } | Conflict;

function mergeLines(a: string[], o: string[], b: string[]): Region[] {
  const regions = regionsOf(a, o, b);
  if (!isClean(regions)) return regions;
  const backwards = regionsOf(a.toReversed(), o.toReversed(), b.toReversed()).map(turned).toReversed();
  if (!isClean(backwards)) return backwards;
  const agree = textOf(regions) === textOf(backwards);
  return agree && !mayTouch(changes(o, a), changes(o, b)) ? regions : undecided(a, o, b);
}

function regionsOf(a: string[], o: string[], b: string[]): Region[] {
  return diff3Merge(a, o, b, { excludeFalseConflicts: true }).map((region) =>
    region.conflict ? { a: region.conflict.a, o: region.conflict.o, b: region.conflict.b } : { ok: region.ok ?? [] },
  );
}

const turned = (region: Region): Region =>
  "ok" in region
    ? { ok: region.ok.toReversed() }
    : { a: region.a.toReversed(), o: region.o.toReversed(), b: region.b.toReversed() };

/** Lines of the base that were replaced, and all places where the same change could be said to be. */
interface Change {
  start: number;
  lines: readonly string[];
  removed: number;
  first: number;
  last: number;
}

function changes(o: readonly string[], changed: readonly string[]): Change[] {
  return diffIndices([...o], [...changed]).map(({ buffer1: [start, removed], buffer2Content: lines }) => {
    // A change of removed or added lines alone says the same one line further, where the line it leaves is the one it meets.
    const moving = removed === 0 ? lines : lines.length === 0 ? o.slice(start, start + removed) : [];
    let [first, last] = [start, start + removed];
    const { length } = moving;
    for (let i = 0; length > 0 && first > 0 && o[first - 1] === moving[length - 1 - (i % length)]; i++) first--;
    for (let i = 0; length > 0 && last < o.length && o[last] === moving[i % length]; i++) last++;
    return { start, lines, removed, first, last };
  });
}

const mayTouch = (ours: readonly Change[], theirs: readonly Change[]): boolean =>
  ours.some((a) => theirs.some((b) => a.first <= b.last && b.first <= a.last && !isSame(a, b)));

const isSame = (a: Change, b: Change): boolean =>
  a.start === b.start && a.removed === b.removed && a.lines.join("") === b.lines.join("");

/** What a merge may take: with these, half a second. Files of items have a hundredth of it. */
const MOST_LINES = 10_000;
const MOST_PAIRS = 100_000;

/**
 * Whether the lines are too many to be merged, or too much alike: the time goes with the pairs of a line of one side and the same line of
 * the other, and two thousand empty lines on both sides take half a minute.
 */
function isTooMuch(a: readonly string[], o: readonly string[], b: readonly string[]): boolean {
  if (Math.max(a.length, o.length, b.length) > MOST_LINES) return true;
  const count = new Map<string, number>();
  for (const line of o) count.set(line, (count.get(line) ?? 0) + 1);
  const pairs = [...a, ...b].reduce((sum, line) => sum + (count.get(line) ?? 0), 0);
  return pairs > MOST_PAIRS;
}

/** One conflict, from the first line in which the three differ to the last; none where one side is as the base. */
function undecided(a: string[], o: string[], b: string[]): Region[] {
  const least = Math.min(a.length, o.length, b.length);
  let head = 0;
  while (head < least && a[head] === o[head] && o[head] === b[head]) head++;
  let tail = 0;
  while (tail < least - head && a.at(-1 - tail) === o.at(-1 - tail) && o.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middle = (lines: string[]): string[] => lines.slice(head, lines.length - tail);
  const [mine, base, theirs] = [middle(a), middle(o), middle(b)];
  const same = (one: readonly string[], other: readonly string[]): boolean => one.join("") === other.join("");
  const region = same(mine, base)
    ? { ok: theirs }
    : same(theirs, base)
      ? { ok: mine }
      : { a: mine, o: base, b: theirs };
  return [{ ok: a.slice(0, head) }, region, { ok: a.slice(a.length - tail) }];
}

const isClean = (regions: readonly Region[]): boolean => regions.every((region) => "ok" in region);
const textOf = (regions: readonly Region[]): string =>
  regions.map((region) => ("ok" in region ? region.ok.join("") : "")).join("");

function marked({ a, o, b }: Conflict, labels: Labels, end: string): string {
  const block = (lines: string[]): string => lines.map((line) => (line.endsWith("\n") ? line : line + end)).join("");
  return (
    `<<<<<<< ${labels.mine}${end}${block(a)}||||||| ${labels.base}${end}${block(o)}` +
    `=======${end}${block(b)}>>>>>>> ${labels.theirs}${end}`
  );
}
