/** Compares what an example has printed with what it must print. */
import type { Expected, Seen } from "./expected.ts";

export interface Printed {
  runtime: string;
  stdout: string;
  stderr: string;
}

interface Matched {
  pattern: RegExp;
  wanted: number;
  matches: readonly RegExpExecArray[];
  /** Numbers of the lines, from 1. */
  at: readonly number[];
}

/**
 * @returns one sentence for each thing that is wrong; none when all is as it must be
 * @throws {Error} when the expectation contradicts itself: it orders or asks for an event that it does not have
 */
export function judge({ runtime, stdout, stderr }: Printed, expected: Expected): string[] {
  const lines = linesOf(stdout);
  const events = new Map(
    Object.entries(expected.events).map(([name, event]) => [name, match(lines, "test" in event ? [event, 1] : event)]),
  );
  const missing = [...events].filter(([, { at, wanted }]) => at.length !== wanted);
  const seen = look(runtime, lines, events);
  return [
    ...missing.map(([name, { pattern, wanted, at }]) => describeCount(name, pattern, wanted, at)),
    ...(expected.order ?? []).flatMap((chain) => disorder(chain, events)),
    ...(expected.others ? [] : strangers(lines, events)),
    ...linesOf(stderr).flatMap((line) => (expected.stderr?.test(line) ? [] : [`stderr: "${line}"`])),
    ...(missing.length === 0 ? failedCheck(expected, seen) : []),
  ];
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function match(lines: readonly string[], [pattern, wanted]: readonly [RegExp, number]): Matched {
  const found = lines.map((line) => pattern.exec(line));
  return {
    pattern,
    wanted,
    matches: found.filter((one) => one !== null),
    at: found.flatMap((one, index) => (one === null ? [] : [index + 1])),
  };
}

function describeCount(name: string, pattern: RegExp, wanted: number, at: readonly number[]): string {
  const found = at.length === 0 ? "none" : `${at.length}, in line ${at.join(", ")}`;
  return `"${name}": wanted ${wanted === 1 ? "one line" : `${wanted} lines`} like ${pattern}: found ${found}`;
}

/** What is missing is told apart from this, and leaves the rest of its chain in order. */
function disorder(chain: readonly string[], events: ReadonlyMap<string, Matched>): string[] {
  const present = chain.map((name) => ({ name, ...get(events, name) })).filter(({ at }) => at.length > 0);
  return present.slice(1).flatMap((later, index) => {
    const earlier = present[index]!;
    const last = Math.max(...earlier.at);
    const first = Math.min(...later.at);
    return last < first
      ? []
      : [`wanted "${earlier.name}" before "${later.name}": found line ${last} after line ${first}`];
  });
}

function strangers(lines: readonly string[], events: ReadonlyMap<string, Matched>): string[] {
  const known = new Set([...events.values()].flatMap(({ at }) => at));
  return lines.flatMap((line, index) => (known.has(index + 1) ? [] : [`line ${index + 1} is no event: "${line}"`]));
}

function failedCheck(expected: Expected, seen: Seen): string[] {
  try {
    expected.check?.(seen);
    return [];
  } catch (error) {
    return [`check: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function look(runtime: string, lines: readonly string[], events: ReadonlyMap<string, Matched>): Seen {
  const numbers = (event: string, group: string): number[] =>
    get(events, event).matches.map((found) => toNumber(found, event, group));
  return {
    lines,
    runtime,
    all: (event) => get(events, event).matches,
    numbers,
    number: (event, group) => numbers(event, group)[0] ?? Number.NaN,
  };
}

function get(events: ReadonlyMap<string, Matched>, name: string): Matched {
  const found = events.get(name);
  if (found) return found;
  throw new Error(`Cannot judge: wanted one of the events "${[...events.keys()].join('", "')}": found "${name}"`);
}

function toNumber(found: RegExpExecArray, event: string, group: string): number {
  const text = found.groups?.[group];
  const number = text === undefined || text === "" ? Number.NaN : Number(text.replaceAll(",", ""));
  if (!Number.isNaN(number)) return number;
  throw new Error(`Cannot judge "${event}": wanted a number in its group "${group}": found "${text}" in "${found[0]}"`);
}
