/** Words for the things a report speaks of. */
import type { Variant } from "./variant.ts";

/** `node` → `Node`. */
export function runtimeTitle(runtime: string): string {
  return capitalised(runtime);
}

/** What does the work in a variant: `sequential`, `async`, `two threads`, `four processes`, `two job workers`. */
export function workersOf({ model, workers }: Variant): string {
  if (model === "threading") return `${numberWord(workers)} thread${workers === 1 ? "" : "s"}`;
  if (model === "multiprocessing") return `${numberWord(workers)} process${workers === 1 ? "" : "es"}`;
  if (model === "distributed") return `${numberWord(workers)} job worker${workers === 1 ? "" : "s"}`;
  return model;
}

/**
 * The same, with the calls in flight where variants among `all` differ in nothing else: `async with 16 in flight`. Workers with one call
 * each are `two threads` all the same.
 */
export function subjectOf(variant: Variant, all: readonly Variant[]): string {
  const { model, workers, concurrency } = variant;
  const alike = all.filter((other) => other.model === model && other.workers === workers);
  const differs = concurrency !== null && alike.some((other) => other.concurrency !== concurrency);
  return differs ? `${workersOf(variant)} with ${concurrency} in flight` : workersOf(variant);
}

/** Whether what `workersOf` gives takes a plural verb. */
export function isPlural({ model, workers }: Variant): boolean {
  return model !== "sequential" && model !== "async" && workers > 1;
}

/** The model's name, with what tells it from its other variants among `all`. */
export function variantLabel(variant: Variant, all: readonly Variant[]): string {
  const { model, workers, concurrency } = variant;
  const siblings = all.filter((other) => other.model === model);
  const name = siblings.some((other) => other.workers !== workers) ? `${model} × ${workers}` : model;
  const differs = siblings.some((other) => other.workers === workers && other.concurrency !== concurrency);
  return differs && concurrency !== null ? `${name}, ${concurrency} in flight` : name;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** `one` to `twelve`, then digits. */
export function numberWord(value: number): string {
  const words = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
  return words[value] ?? String(value);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `longestLoopGapSeconds` → `longest loop gap`: a name without its unit, as words. */
export function nameWords(name: string): string {
  return name
    .replace(/(Seconds|Bytes)$/, "")
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
}
